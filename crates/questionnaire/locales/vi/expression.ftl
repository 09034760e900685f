# Biểu thức và các câu hỏi được dẫn chiếu.

E-EXPR-001 = Biểu thức để trống.
    .remedy = Viết một biểu thức, ví dụ { "${" }tuoi{ "}" } >= 18, hoặc để trống hẳn ô đó.
E-EXPR-002 = Biểu thức dài quá { $limit } byte.
    .remedy = Tách bớt thành các mục kiểu calculate rồi dẫn chiếu đến chúng.
E-EXPR-003 = Biểu thức lồng nhau quá { $limit } tầng.
    .remedy = Tách bớt thành các mục kiểu calculate rồi dẫn chiếu đến chúng.
E-EXPR-004 = { $what ->
        [end] Biểu thức kết thúc ở chỗ còn thiếu một câu hỏi, giá trị hoặc hàm.
       *[other] Ở ký tự thứ { $at } cần một câu hỏi, giá trị hoặc hàm, nhưng lại có “{ $found }”.
    }
    .remedy = Viết cho đủ biểu thức, hoặc sửa lại ở chỗ này.
E-EXPR-005 = Ở ký tự thứ { $at } cần một phép toán, nhưng lại có “{ $found }”.
    .remedy = Viết cho đủ biểu thức, hoặc sửa lại ở chỗ này.
E-EXPR-006 = { $what ->
        [end] Biểu thức kết thúc ở chỗ còn thiếu tên một phần tử.
       *[other] Ở ký tự thứ { $at } cần tên một phần tử, nhưng lại có “{ $found }”.
    }
    .remedy = Viết cho đủ biểu thức, hoặc sửa lại ở chỗ này.
E-EXPR-007 = Dấu “{ $opened }” ở ký tự thứ { $from } chưa được đóng.
    .remedy = Viết “{ $closing }” ở chỗ kết thúc.
E-EXPR-008 = Dấu “{ $closed }” ở ký tự thứ { $at } thừa, không đóng gì cả.
    .remedy = Xoá dấu đó, hoặc viết “{ $opening }” ở chỗ bắt đầu.
E-EXPR-009 = Đoạn văn bản mở bằng dấu { $quote } ở ký tự thứ { $at } chưa được đóng.
    .remedy = Viết { $quote } ở cuối đoạn văn bản.
E-EXPR-010 = Sau “{ "${" }” ở ký tự thứ { $at } không có “{ "}" }”.
    .remedy = Viết “{ "}" }” ngay sau tên câu hỏi.
E-EXPR-011 = “{ "${" }{ $inside }{ "}" }” ở ký tự thứ { $at } không chứa tên một câu hỏi.
    .remedy = { $what ->
        [blanks] Viết { "${" }{ $bare }{ "}" }, không có dấu cách.
       *[other] Viết { "${" }ten{ "}" } với tên một câu hỏi, nhóm hoặc vòng lặp.
    }
E-EXPR-012 = “${ $name }” ở ký tự thứ { $at } là một biến, mà phiếu hỏi không có biến.
    .remedy = Viết { "${" }{ $name }{ "}" } để chỉ câu hỏi có tên đó.
E-EXPR-013 = “{ $found }” ở ký tự thứ { $at } không có nghĩa trong biểu thức.
    .remedy = Viết { $instead }
E-EXPR-014 = Ký tự thứ { $at } là một ký tự không nhìn thấy: { $character }.
    .remedy = Thay nó bằng dấu cách thường, hoặc xoá đi.
E-EXPR-015 = “{ $character }” ở ký tự thứ { $at } không có nghĩa trong biểu thức.
    .remedy = Xoá đi, hoặc đặt trong dấu nháy nếu nó thuộc một đoạn văn bản.
E-EXPR-016 = Trục “{ $name }” ở ký tự thứ { $at } không dùng được trong phiếu hỏi.
    .remedy = Dùng child, parent (..), self (.), descendant-or-self (//) hoặc attribute (@).
E-EXPR-017 = “{ $name }()” ở ký tự thứ { $at } không dùng được trong đường dẫn của phiếu hỏi.
    .remedy = Dẫn chiếu đến chính phần tử đó: giá trị của nó là nội dung của nó.
E-EXPR-018 = Con số ở ký tự thứ { $at } quá lớn.
    .remedy = Viết một số nhỏ hơn.
E-EXPR-021 = Không có hàm { $name }() (ký tự thứ { $at }).
    .remedy = { $near ->
        [none] Dùng một hàm của ODK XForms.
       *[other] Dùng một hàm của ODK XForms; có phải ý bạn là { $near }()?
    }
E-EXPR-022 = Hàm { $name }() ở ký tự thứ { $at } cần { $expected } đối số nhưng có { $found }.
    .remedy = Thêm đối số còn thiếu, hoặc bỏ đối số thừa.
E-EXPR-023 = Không có gì tên là { $reference } (ký tự thứ { $at }).
    .remedy = Viết tên một câu hỏi, nhóm hoặc vòng lặp của phiếu hỏi này.
E-EXPR-024 = Hàm { $function }() ở ký tự thứ { $at } cần đường dẫn đơn giản đến một câu hỏi.
    .remedy = Viết một dẫn chiếu, hoặc một đường dẫn không có điều kiện trong ngoặc vuông.
E-EXPR-025 = { $function } cần câu hỏi nhưng lại nhận một giá trị.
    .remedy = Viết ở đó một dẫn chiếu hoặc đường dẫn đến câu hỏi.
E-EXPR-026 = Không dùng được mẫu: { $reason }
    .remedy = Sửa lại biểu thức chính quy, hoặc viết một mẫu đơn giản hơn.
E-EXPR-027 = Không có hàm băm hoặc cách mã hoá “{ $name }”.
    .remedy = Dùng MD5, SHA-1, SHA-256, SHA-384 hoặc SHA-512, và hex hoặc base64.
E-EXPR-028 = Định dạng “{ $format }” có ký hiệu không tồn tại.
    .remedy = Dùng %Y %y %m %n %b %d %e %a %H %h %M %S %3.
E-EXPR-029 = “{ $text }” không phải là ngày.
    .remedy = Viết ngày theo dạng 2024-02-29.
E-EXPR-031 = Ở đây “{ $name }” có { $count } câu trả lời, mà chỉ cần một.
    .remedy = Chỉ rõ bằng indexed-repeat(), hoặc lấy tất cả bằng sum(), max() hay join().
E-EXPR-032 = Hàm { $function }() nhận “{ $text }”, không phải là một vị trí.
    .remedy = Dẫn chiếu đến câu hỏi geopoint, geotrace hoặc geoshape.
E-EXPR-033 = Không có nguồn dữ liệu “{ $id }”.
    .remedy = Dùng tên một danh mục lựa chọn hoặc một tệp của phiếu hỏi.
E-EXPR-034 = Hàm { $function }() nhận số điều kiện và số trọng số không bằng nhau.
    .remedy = Cho mỗi điều kiện một trọng số.
E-EXPR-035 = indexed-repeat() nhận một vòng lặp không chứa câu hỏi đó.
    .remedy = Nêu các vòng lặp bao quanh câu hỏi, từ ngoài vào trong.
E-EXPR-036 = Biểu thức phải xét quá nhiều câu trả lời, hoặc tạo ra văn bản quá dài.
    .remedy = Tách bớt thành các mục kiểu calculate rồi dẫn chiếu đến chúng.
W-EXPR-001 = Văn bản “{ $text }” ở ký tự thứ { $at } bị so sánh lớn bé, mà điều đó không bao giờ đúng.
    .remedy = Với văn bản hãy dùng = hoặc !=; < và > chỉ dùng cho số.
W-EXPR-002 = Ngày “{ $text }” ở ký tự thứ { $at } là văn bản, nên so sánh trước sau không bao giờ đúng.
    .remedy = Viết date('{ $text }').
W-EXPR-003 = Một số được so sánh hoặc tính với văn bản “{ $text }” ở ký tự thứ { $at }, không phải là số.
    .remedy = Viết số không có dấu nháy; muốn nối văn bản thì dùng concat().
W-EXPR-004 = selected() tìm số { $number } ở ký tự thứ { $at }, mà ODK Collect không chấp nhận.
    .remedy = Viết '{ $number }' trong dấu nháy.
W-EXPR-005 = “{ $name }” ở ký tự thứ { $at } được hiểu là câu hỏi có tên đó.
    .remedy = Viết { $name }() nếu muốn dùng hàm.
W-EXPR-006 = ODK Collect không biết { $construct } (ký tự thứ { $at }).
    .remedy = Dùng cách viết khác nếu phỏng vấn bằng ODK Collect.
W-EXPR-007 = { $function }() ở ký tự thứ { $at } bỏ qua câu chưa trả lời ở đây và trong ODK Collect, nhưng cho NaN trong ODK Web Forms.
    .remedy = Dùng coalesce() trong một mục tính riêng nếu phiếu còn được điền bằng ODK Web Forms.

# Forms made ready for interviews.

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
W-EXPR-008 = Mẫu “{ $pattern }” ở ký tự thứ { $at } phải khớp toàn bộ văn bản ở đây và trong ODK Collect, nhưng chỉ cần khớp một phần trong ODK Web Forms.
    .remedy = Bắt đầu mẫu bằng ^ và kết thúc bằng $.

W-EXPR-065 = Số lượt của phần lặp này phụ thuộc vào câu "{ $name }" nằm ngay trong phần lặp: trước lượt đầu tiên chưa có thông tin gì về câu đó.
    .remedy = Hãy hỏi số lượt ở một câu đứng trước phần lặp.
