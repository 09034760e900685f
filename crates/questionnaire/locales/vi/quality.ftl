# Chất lượng của phiếu hỏi, ngoài cú pháp.
