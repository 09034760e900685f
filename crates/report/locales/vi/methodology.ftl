# Phương pháp: tiêu đề, đối tượng, thu thập thông tin.
methodology-title = Phương pháp
methodology-population = Đối tượng và mục đích khảo sát
methodology-sample = Dàn mẫu và chọn mẫu
methodology-fieldwork = Thu thập thông tin
methodology-outcome = Kết quả tiếp cận và tỷ lệ trả lời
methodology-weighting = Gia quyền
methodology-precision = Độ chính xác
methodology-protection = Bảo vệ người trả lời
methodology-limits = Hạn chế và liên hệ
methodology-about-population = Đối tượng khảo sát
methodology-about-purpose = Mục đích
methodology-about-sponsor = Đơn vị đặt hàng
methodology-about-conductor = Đơn vị thực hiện
methodology-mode = Phương thức thu thập
methodology-dates = Thời gian thu thập thông tin
methodology-respondents = Số người trả lời được phân tích
methodology-questionnaire = Các câu hỏi trong báo cáo được in nguyên văn ở phần kết quả; toàn bộ bảng hỏi nằm trong tệp { $file } của nghiên cứu.
