# Đọc và viết XForm.

E-XFORM-001 = Biểu thức hoặc lời dẫn nhắc đến { "${" }{ $name }{ "}" } nhưng phiếu hỏi không có mục nào tên như vậy.
    .remedy = Sửa lại tên, hoặc thêm câu hỏi hay nhóm có tên đó.
E-XFORM-002 = Có nhiều mục cùng tên “{ $name }”, nên không rõ { "${" }{ $name }{ "}" } chỉ mục nào.
    .remedy = Đặt cho mỗi mục được dẫn chiếu một tên riêng.
E-XFORM-003 = “{ $found }” không phải là một dẫn chiếu.
    .remedy = Viết { "${" }ten_cau_hoi{ "}" }, bên trong chỉ có tên câu hỏi, không có dấu cách.
E-XFORM-004 = “{ $name }” không thể làm tên trong XML.
    .remedy = Bắt đầu bằng chữ cái hoặc dấu gạch dưới; chỉ dùng chữ cái, chữ số, dấu gạch dưới, gạch nối và dấu chấm; tiền tố trước dấu hai chấm phải được khai báo ở cột namespaces.
E-XFORM-005 = Có ký tự { $character } mà XML không chứa được.
    .remedy = Xoá ký tự đó; thường đó là ký tự vô hình dán từ chương trình khác.
E-XFORM-006 = Các nhóm lồng nhau sâu quá { $limit } tầng.
    .remedy = Bớt số tầng nhóm.
E-XFORM-007 = Giá trị được tính khi “{ $trigger }” thay đổi, nhưng không ai trả lời “{ $trigger }” trên màn hình.
    .remedy = Chọn ở cột trigger một câu hỏi được hiển thị.
E-XFORM-008 = Có hai nguồn dữ liệu cùng tên “{ $name }”.
    .remedy = Đổi tên một danh mục hoặc một tệp, để mỗi tên chỉ một nguồn.
E-XFORM-009 = Danh mục “{ $list }” vừa được tra bằng search() vừa được dùng trực tiếp.
    .remedy = Dùng search() cho mọi câu hỏi có danh mục này, hoặc tách thành hai danh mục.
E-XFORM-010 = Câu hỏi “{ $question }” không dùng chung danh mục với bảng chứa nó, hoặc danh mục “{ $list }” của bảng bị lọc.
    .remedy = Trong một table-list, mọi câu hỏi chọn phải dùng cùng một danh mục và không có choice_filter.
E-XFORM-011 = Không có danh mục “{ $list }”.
    .remedy = Thêm danh mục đó vào trang choices, hoặc sửa lại tên.
E-XFORM-012 = Trong cùng một nhóm có hai mục tên “{ $name }”.
    .remedy = Đặt cho mỗi mục một tên riêng.
E-XFORM-013 = Thực thể của danh sách “{ $list }” lấy dữ liệu từ những vòng lặp không nằm trong nhau, hoặc chỗ của nó đã có thực thể khác.
    .remedy = Chỉ lưu vào một thực thể những câu trả lời thuộc cùng một vòng lặp; mỗi nhóm hay vòng lặp chứa nhiều nhất một thực thể.
