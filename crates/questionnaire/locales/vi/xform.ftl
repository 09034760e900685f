# Đọc XForm.
