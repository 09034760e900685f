# Quy tắc bảo vệ, hạn chế.
rules-cell = Ô số liệu có dưới { $minimum } người trả lời không được công bố.
rules-base = Không công bố tỷ lệ phần trăm của nhóm có dưới { $base } người trả lời.
rules-complementary = Khi một ô không được công bố, các ô khác cũng được ẩn cho đến khi không thể tính ra ô đó bằng phép trừ giữa các bảng của cùng câu hỏi.
rules-unreliable = Số liệu được đánh dấu độ tin cậy thấp khi nhóm có dưới { $base } người trả lời, khi cỡ mẫu hiệu quả dưới mức này, hoặc khi khoảng tin cậy của tỷ lệ rộng hơn { $width } điểm phần trăm.
rules-two-marks = Hai dấu này khác nhau: “bảo mật” bảo vệ người trả lời, “độ tin cậy thấp” nhắc người đọc thận trọng.
rules-simulated = Đây là dữ liệu mô phỏng; các con số không nói gì về ý kiến của bất kỳ ai.
rules-any-survey = Như mọi khảo sát, kết quả còn chịu các sai số ngoài chọn mẫu: dàn mẫu chưa bao phủ hết, người không trả lời khác với người trả lời, cách đặt câu hỏi và cách ghi nhận câu trả lời. Khoảng tin cậy không phản ánh các sai số này.
rules-noticed = Những điều ghi nhận được trong quá trình xử lý:
rules-contact = Liên hệ về phương pháp và số liệu: { $contact }
