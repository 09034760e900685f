# Bảng câu trả lời cho người trả lời mô phỏng.
E-SIM-001 = bảng câu trả lời thiếu một trong các cột question, answer và share
    .remedy = ghi đủ ba tên cột ở dòng đầu
E-SIM-002 = tỷ trọng "{ $found }" không phải là số không âm
    .remedy = ghi một số, ví dụ 0.25; tổng các tỷ trọng của một câu hỏi không cần bằng 1
E-SIM-003 = câu trả lời "{ $found }" không phải là khoảng số có cận dưới đứng trước
    .remedy = ghi khoảng dưới dạng 18..29, hoặc ghi câu trả lời như khi lưu
