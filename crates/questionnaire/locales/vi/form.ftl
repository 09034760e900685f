# Đọc bảng tính thành phiếu hỏi.
