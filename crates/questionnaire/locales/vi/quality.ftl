# Chất lượng bảng hỏi. Mỗi mã có một câu và một cách khắc phục.
W-QUALITY-001 = không ai được hỏi “{ $question }”: điều kiện { $condition } mâu thuẫn với điều kiện của nhóm hoặc với giới hạn của câu trả lời
    .remedy = sửa điều kiện ở cột relevant, hoặc bỏ câu này
W-QUALITY-002 = không ai được hỏi “{ $question }”: điều kiện { $condition } dựa vào câu trả lời của những người không được hỏi câu đó
    .remedy = so điều kiện này với điều kiện của các câu mà nó nhắc đến
W-QUALITY-003 = “{ $question }” so câu “{ $other }” với mã “{ $choice }”, nhưng danh sách “{ $list }” không có mã này
    .remedy = sửa mã trong biểu thức, hoặc thêm mã vào danh sách
W-QUALITY-004 = không câu trả lời nào cho “{ $question }” đáp ứng được { $condition }
    .remedy = sửa giới hạn ở cột constraint
W-QUALITY-010 = câu “{ $question }” hỏi về vấn đề nhạy cảm ({ $topic ->
       [income] thu nhập, tài sản
       [politics] chính trị
       [religion] tôn giáo
       [health] sức khỏe
       [sexuality] đời sống tình dục
       [offences] tham nhũng, vi phạm, bạo lực
      *[other] lòng tin vào cơ quan nhà nước
    }) nhưng không có “không biết” và “không muốn trả lời”
    .remedy = thêm cả hai phương án, ghi vai trò dont_know và refused; điều tra viên không đọc hai phương án này nhưng được ghi khi người trả lời nói vậy
W-QUALITY-011 = câu “{ $question }” hỏi đánh giá theo thang đo nhưng không có “không biết” hoặc “không có ý kiến”
    .remedy = thêm phương án này với vai trò dont_know, để không ai phải chọn bừa
W-QUALITY-012 = câu “{ $question }” bắt buộc phải ghi một con số về vấn đề nhạy cảm ({ $topic ->
       [income] thu nhập, tài sản
       [politics] chính trị
       [religion] tôn giáo
       [health] sức khỏe
       [sexuality] đời sống tình dục
       [offences] tham nhũng, vi phạm, bạo lực
      *[other] lòng tin vào cơ quan nhà nước
    }) và không có cách từ chối
    .remedy = bỏ bắt buộc, hoặc hỏi theo các mức kèm phương án “không muốn trả lời”
W-QUALITY-020 = thang đo “{ $list }” đi ngược chiều với thang đo “{ $other }” và phần lớn các thang đo khác của bảng hỏi
    .remedy = xếp mọi thang đo theo cùng một chiều, trừ khi chiều được rút thăm cho từng người trả lời
W-QUALITY-021 = thang đo “{ $list }” có { $positive } mức tích cực và { $negative } mức tiêu cực
    .remedy = để số mức ở hai phía bằng nhau
W-QUALITY-022 = thang đo “{ $list }” có { $points } mức, còn thang đo “{ $other }” cùng loại có { $others } mức
    .remedy = dùng một thang đo chung, để kết quả so sánh được với nhau
W-QUALITY-030 = câu “{ $question }” có thể hỏi hai điều cùng lúc: “{ $pair }”
    .remedy = tách thành hai câu, mỗi câu hỏi một điều
W-QUALITY-031 = câu “{ $question }” gợi sẵn câu trả lời bằng “{ $phrase }”
    .remedy = bỏ cụm từ đó và nêu cả hai phía: “đồng ý hay không đồng ý”, “đến mức nào”
W-QUALITY-032 = câu “{ $question }” dùng từ đã hàm ý khen chê: “{ $phrase }”
    .remedy = dùng từ trung tính
W-QUALITY-033 = câu “{ $question }” dùng từ tuyệt đối “{ $phrase }”, ít ai có thể trả lời đúng theo nghĩa đen
    .remedy = hỏi theo mức độ hoặc số lần
W-QUALITY-034 = câu “{ $question }” có hai lần phủ định: { $phrase }
    .remedy = viết lại ở dạng khẳng định
W-QUALITY-035 = câu “{ $question }” không nói rõ khoảng thời gian (“{ $phrase }”)
    .remedy = nêu khoảng thời gian cụ thể, chẳng hạn “trong 12 tháng qua”
W-QUALITY-040 = cột { $column } của “{ $question }” không có nội dung bằng ngôn ngữ “{ $language }”
    .remedy = dịch phần này, hoặc bỏ ngôn ngữ đó khỏi bảng hỏi
W-QUALITY-041 = danh sách “{ $list }” có { $count } phương án không có nhãn bằng ngôn ngữ “{ $language }”, bắt đầu từ “{ $choice }”
    .remedy = dịch các nhãn này, hoặc bỏ ngôn ngữ đó khỏi bảng hỏi
W-QUALITY-042 = “{ $question }” chèn { $value } trong “{ $with }” nhưng không chèn trong “{ $language }”
    .remedy = chèn cùng các câu trả lời trong mọi ngôn ngữ
W-QUALITY-050 = câu “{ $question }” dài { $words } từ (nên dưới { $most } từ), nghe một lần khó nhớ hết
    .remedy = rút gọn, hoặc tách phần dẫn thành một ghi chú
W-QUALITY-051 = phương án “{ $choice }” của danh sách “{ $list }” dài { $words } từ (nên dưới { $most } từ)
    .remedy = rút gọn; đưa phần giải thích vào gợi ý của câu hỏi
W-QUALITY-052 = câu “{ $question }” có { $count } phương án luôn được đưa ra theo cùng một thứ tự
    .remedy = ghi randomize=true ở cột parameters; ghi yes ở cột ordered nếu các phương án vốn có thứ tự
W-QUALITY-060 = câu “{ $question }” hỏi một con số nhưng không có giới hạn
    .remedy = ghi giới hạn chắc chắn đúng ở cột constraint, chẳng hạn . >= 0 and . <= 120
W-QUALITY-061 = câu “{ $question }” cho chọn “{ $choice }” cùng với các phương án khác
    .remedy = ghi ở cột constraint: not(selected(., '{ $choice }') and count-selected(.) > 1)
W-QUALITY-062 = { $count } trong { $asked } câu phải ghi bằng lời của người trả lời: { $questions }
    .remedy = giữ lại vài câu mở quan trọng nhất, chuyển các câu khác thành câu có phương án
W-QUALITY-063 = ghi chú “{ $question }” bị đặt là bắt buộc, trong khi không ai trả lời được ghi chú
    .remedy = để trống cột required, hoặc dùng kiểu acknowledge
W-QUALITY-070 = tên “{ $question }” không dùng được nguyên vẹn trong { $packages }
    .remedy = dùng tối đa 32 chữ cái không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ cái, tránh từ dành riêng
W-QUALITY-071 = tên “{ $question }” và “{ $other }” chỉ khác nhau ở chữ hoa
    .remedy = đổi tên một trong hai câu
W-QUALITY-080 = “{ $question }” thu thập { $what ->
       [phone] số điện thoại của thiết bị
       [subscriber] số thuê bao
       [location] vị trí chính xác
       [voice] giọng nói, hình ảnh
       [picture] hình ảnh
       [signature] chữ ký
      *[other] “{ $phrase }”
    }, có thể lần ra người trả lời
    .remedy = bỏ câu này; thông tin liên hệ của mẫu được lưu riêng, mã hóa, không nằm trong bảng hỏi
W-QUALITY-081 = trước những câu hỏi đầu tiên không có lời giới thiệu ai hỏi và để làm gì
    .remedy = thêm một ghi chú mở đầu: cơ quan thực hiện, mục đích, cách chọn người, cách dùng câu trả lời, nơi liên hệ
W-QUALITY-082 = lời giới thiệu không nói việc trả lời là tự nguyện, và không hỏi người trả lời có đồng ý tham gia không
    .remedy = nói rõ có thể từ chối hoặc dừng bất cứ lúc nào, và hỏi đồng ý trước câu đầu tiên
W-QUALITY-090 = { $count } mục từ “{ $question }” đến “{ $last }” dùng chung một thang đo và luôn được hỏi theo cùng một thứ tự
    .remedy = chia thành các phần nhỏ và rút thăm thứ tự hoặc mục được hỏi cho từng người
W-QUALITY-091 = { $count } mục liền nhau từ “{ $question }” đến “{ $last }” dùng chung một thang đo
    .remedy = bớt số mục, chia thành nhiều phần, hoặc rút thăm cho mỗi người chỉ trả lời một số mục
W-QUALITY-095 = một cuộc phỏng vấn ước khoảng { $typical } phút (từ { $low } đến { $high } phút), trên 30 phút
    .remedy = bỏ những câu không dùng đến khi phân tích, hoặc chia bảng hỏi thành các phần giao cho các nhóm người khác nhau
W-QUALITY-096 = một cuộc phỏng vấn ước khoảng { $typical } phút (từ { $low } đến { $high } phút), trên 45 phút: nhiều người sẽ bỏ dở
    .remedy = rút ngắn bảng hỏi, hoặc chia thành hai cuộc
