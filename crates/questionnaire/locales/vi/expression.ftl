# Biểu thức và các câu hỏi được dẫn chiếu.

E-EXPR-051 = Biểu thức "{ $expression }" không đọc được: { $reason }.
    .remedy = Sửa biểu thức tại chỗ đã nêu; ví dụ viết đúng là {"${tuoi}"} >= 18.

E-EXPR-052 = Không có hàm nào tên là "{ $name }".
    .remedy = Kiểm tra cách viết; hàm gần giống nhất là "{ $near }".

E-EXPR-053 = Không có câu hỏi, nhóm hay phần lặp nào tên là "{ $name }".
    .remedy = Có phải bạn muốn viết "{ $near }"? Hãy sửa lại tên.

E-EXPR-054 = Không có câu hỏi, nhóm hay phần lặp nào tên là "{ $name }".
    .remedy = Sửa lại tên, hoặc thêm câu hỏi có tên này.

E-EXPR-055 = Có nhiều câu hỏi hoặc nhóm cùng tên "{ $name }", nên không biết tham chiếu tới câu nào.
    .remedy = Đặt cho mỗi câu hỏi được tham chiếu một tên riêng.

E-EXPR-056 = Đường dẫn "{ $path }" không dẫn tới câu hỏi nào.
    .remedy = Sửa đường dẫn, hoặc viết tên câu hỏi trong {"${…}"}.

E-EXPR-057 = Không có danh sách hay bảng dữ liệu kèm theo nào tên là "{ $name }".
    .remedy = Khai báo tệp hoặc danh sách này, hoặc sửa lại tên trong instance(…).

W-EXPR-058 = Hàm sum() cộng câu "{ $name }", là câu có thể để trống: ứng dụng ODK Collect coi ô trống là 0, còn phần mềm khác cho kết quả không phải là số.
    .remedy = Đặt câu này là bắt buộc, hoặc chỉ cộng các ô có trả lời, ví dụ sum(…[. != '']).

W-EXPR-059 = Câu "{ $name }" nằm trong phần lặp nhưng ở đây được dùng như một giá trị duy nhất; khi có từ hai lượt lặp, biểu thức không tính được.
    .remedy = Chỉ rõ lượt lặp bằng indexed-repeat(…), hoặc dùng sum(), count(), max(), min() hay join().

E-EXPR-060 = Các biểu thức phụ thuộc vòng tròn: { $path }.
    .remedy = Bỏ một tham chiếu trong vòng này để có thể tính lần lượt.

E-EXPR-061 = Các nhóm và phần lặp lồng nhau quá { $limit } cấp.
    .remedy = Giảm số cấp lồng nhau của phiếu hỏi.

W-EXPR-062 = Không tìm thấy tệp đính kèm "{ $file }"; phiếu được xem như tệp này rỗng.
    .remedy = Đặt tệp bên cạnh phiếu hỏi, đúng tên đã khai báo.

E-EXPR-063 = Không đọc được tệp đính kèm "{ $file }": { $reason }.
    .remedy = Sửa tệp, hoặc lưu lại dưới dạng CSV mã hoá UTF-8.

E-EXPR-064 = Không có danh sách lựa chọn nào tên là "{ $list }".
    .remedy = Thêm danh sách này vào trang choices, hoặc sửa lại tên.

E-EXPR-065 = Hàm { $name }() nhận { $expected } tham số nhưng ở đây có { $found }.
    .remedy = Viết đủ và đúng số tham số của hàm.

E-EXPR-066 = Biểu thức "{ $expression }" không tính được.
    .remedy = Viết lại biểu thức bằng các hàm và đường dẫn mà phiếu hỏi dùng được.
