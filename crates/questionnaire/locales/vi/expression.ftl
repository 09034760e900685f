# Biểu thức và các câu hỏi được dẫn chiếu.
