# Trang đầu, chân trang.
front-simulated = DỮ LIỆU MÔ PHỎNG: mọi con số đều do máy tạo ra, không có ai được phỏng vấn
front-simulated-short = DỮ LIỆU MÔ PHỎNG
front-sponsor = Đơn vị đặt hàng
front-conductor = Đơn vị thực hiện
front-purpose = Mục đích
front-population = Đối tượng khảo sát
front-fieldwork = Thời gian thu thập thông tin
front-dates = { $start } – { $end }
front-mode = Phương thức thu thập
front-respondents = Số người trả lời
front-margin = Sai số tối đa, đã tính hiệu ứng thiết kế (độ tin cậy 95%)
front-points = ±{ $points } điểm phần trăm
front-mode-face-to-face = Phỏng vấn trực tiếp
front-mode-telephone = Phỏng vấn qua điện thoại
front-mode-web = Tự trả lời trực tuyến
front-mode-paper = Tự điền phiếu giấy
front-mode-mixed = Kết hợp nhiều phương thức
