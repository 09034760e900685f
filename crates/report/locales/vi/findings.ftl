# Kết quả chính.
findings-title = Kết quả chính
findings-only = { $topic }: “{ $answer }”.
findings-most = { $topic }: câu trả lời phổ biến nhất là “{ $answer }”, tiếp theo là “{ $next }” ({ $share }).
findings-named = { $topic }: “{ $answer }”.
findings-named-most = { $topic }: “{ $answer }” được nhiều người chọn nhất, tiếp theo là “{ $next }” ({ $share }).
findings-mean = { $topic }: giá trị trung bình ước tính.
findings-total = { $topic }: tổng số ước tính của toàn bộ đối tượng khảo sát.
findings-median = { $topic }: trung vị ước tính, một nửa số người có giá trị không lớn hơn mức này.
findings-ratio = { $topic }: tỷ số ước tính.
findings-interval = Khoảng tin cậy { $level }: từ { $low } đến { $high }.
findings-overlap = Khoảng tin cậy của hai câu trả lời này chồng lên nhau, nên chưa thể chỉ dựa vào đó để kết luận câu nào phổ biến hơn.
findings-benchmark = Số liệu đối chiếu: { $value } ({ $source }).
findings-unreliable = Số liệu có độ tin cậy thấp, cần sử dụng thận trọng.
findings-aid = Cách đọc: khảo sát chỉ hỏi một phần dân số, nên mỗi con số là ước tính. Nếu lặp lại khảo sát nhiều lần theo cùng một cách, khoảng 95 trong 100 khoảng tin cậy { $level } tính được sẽ chứa giá trị thực của toàn bộ đối tượng khảo sát, chưa kể các sai số ngoài chọn mẫu. Tỷ lệ trong phần này được làm tròn đến phần trăm.
findings-aid-level = Cách đọc: khảo sát chỉ hỏi một phần dân số, nên mỗi con số là ước tính. Nếu lặp lại khảo sát nhiều lần theo cùng một cách, khoảng { $level } số khoảng tin cậy tính được sẽ chứa giá trị thực của toàn bộ đối tượng khảo sát, chưa kể các sai số ngoài chọn mẫu. Tỷ lệ trong phần này được làm tròn đến phần trăm.
