# Đọc bảng tính thành phiếu hỏi.
E-FORM-001 = tệp không đọc được: { $cause }
    .remedy = lưu lại tệp dưới dạng .xlsx bằng chương trình bảng tính
E-FORM-002 = tệp bung ra hơn { $limit } MiB, không phiếu hỏi nào lớn như vậy
    .remedy = lưu phiếu hỏi vào một tệp mới, không có hình và dòng thừa
E-FORM-003 = tệp không có trang tính tên “survey”
    .remedy = { $near ->
        [none] đặt tên “survey” cho trang tính chứa câu hỏi
       *[other] đặt tên “survey” cho trang tính chứa câu hỏi; có phải là “{ $near }”?
    }
E-FORM-004 = trang tính không có cột “{ $head }”
    .remedy = thêm cột này; tên cột đứng ở dòng đầu tiên
E-FORM-005 = dòng có tên hoặc nhãn nhưng không có loại câu hỏi
    .remedy = ghi loại câu hỏi vào cột type
E-FORM-006 = { $side ->
        [begin] nhóm ({ $container }) “{ $name }” bắt đầu mà không kết thúc
       *[other] một nhóm ({ $container }) kết thúc mà không có chỗ bắt đầu tương ứng
    }
    .remedy = mỗi dòng begin_{ $container } cần một dòng end_{ $container }
E-FORM-007 = không có loại câu hỏi “{ $kind }”
    .remedy = { $near ->
        [none] dùng một loại của XLSForm, viết đúng chữ thường
       *[other] dùng một loại của XLSForm, viết đúng chữ thường; có phải là “{ $near }”?
    }
E-FORM-008 = câu hỏi không có tên
    .remedy = đặt tên cho câu hỏi; đó là tên cột trong dữ liệu trả lời
E-FORM-009 = tên “{ $name }” có ký tự không được dùng trong tên
    .remedy = bắt đầu bằng chữ cái hoặc dấu gạch dưới, sau đó chỉ dùng chữ cái, chữ số, dấu gạch dưới, gạch nối và dấu chấm
E-FORM-010 = “{ $name }” không có nhãn, gợi ý hay hình để người trả lời xem
    .remedy = viết nội dung câu hỏi vào cột label
E-FORM-012 = không có danh sách lựa chọn “{ $list }”{ $sheet ->
        [none] {""}
       *[other] ; trang tính “{ $sheet }” không được đọc vì tên không đúng
    }
    .remedy = { $near ->
        [none] ghi danh sách vào trang tính choices, hoặc sửa tên danh sách
       *[other] ghi danh sách vào trang tính choices, hoặc sửa tên danh sách; có phải là “{ $near }”?
    }
E-FORM-013 = mã “{ $code }” có dấu cách, trong khi “{ $name }” lưu nhiều mã trong một ô, cách nhau bằng dấu cách
    .remedy = dùng mã không có dấu cách
E-FORM-014 = một lựa chọn của danh sách “{ $list }” không có mã
    .remedy = ghi mã vào cột name
E-FORM-015 = danh sách “{ $list }” có mã “{ $code }” hai lần
    .remedy = cho mỗi lựa chọn một mã riêng, hoặc đặt allow_choice_duplicates là yes trong trang tính settings nếu đó là chủ ý
E-FORM-016 = cột role chỉ nhận dont_know, refused hoặc not_applicable, không nhận “{ $role }”
    .remedy = để trống nếu lựa chọn là câu trả lời thực sự
E-FORM-017 = tên “{ $name }” đã có trong cùng nhóm
    .remedy = đặt cho mỗi câu hỏi, nhóm và nhóm lặp một tên riêng
E-FORM-018 = không nhận ra định dạng của tệp; chỉ đọc được .xlsx, .xlsm, .csv và .md
    .remedy = mở tệp bằng chương trình bảng tính và lưu lại dưới dạng .xlsx
E-FORM-019 = cột “{ $head }” có hai lần, lần đầu ở { $other }
    .remedy = bỏ một trong hai cột
E-FORM-020 = “{ $head }” và “{ $other }” là hai tên của cùng một cột
    .remedy = bỏ một trong hai cột
E-FORM-021 = danh sách “{ $list }” vừa dùng với search() ở đây, vừa dùng không có search() ở “{ $name }”
    .remedy = dùng search() ở mọi câu hỏi có danh sách này, hoặc dùng một danh sách khác
E-FORM-022 = phiếu hỏi có hơn { $limit } ô, phần còn lại không được đọc
    .remedy = bỏ các ô thừa
E-FORM-023 = loại “{ $kind }” cần đúng một tên danh sách phía sau
    .remedy = viết chẳng hạn: select_one tên_danh_sách
E-FORM-024 = câu hỏi đã lấy lựa chọn từ tệp thì không dùng được search()
    .remedy = bỏ search() trong appearance, hoặc đổi loại câu hỏi
E-FORM-025 = choice_filter không dùng được cùng or_other
    .remedy = tự thêm lựa chọn “khác” và câu hỏi ghi rõ
E-FORM-026 = or_other chỉ dùng được với danh sách trong trang tính choices
    .remedy = ghi danh sách vào trang tính choices, hoặc bỏ or_other
E-FORM-027 = tệp lựa chọn “{ $file }” phải có đuôi .csv, .xml hoặc .geojson và chỉ một dấu chấm
    .remedy = sửa tên tệp
E-FORM-028 = select_one_external cần trang tính external_choices, nhưng tệp không có{ $sheet ->
        [none] {""}
       *[other] ; có trang tính “{ $sheet }”
    }
    .remedy = thêm trang tính external_choices với các cột list_name và name
E-FORM-029 = trang tính external_choices không có danh sách “{ $list }”
    .remedy = { $near ->
        [none] thêm danh sách, hoặc sửa tên
       *[other] thêm danh sách, hoặc sửa tên; có phải là “{ $near }”?
    }
E-FORM-030 = tham số “{ $text }” không đúng dạng
    .remedy = viết theo dạng ten=gia_tri ten=gia_tri
E-FORM-031 = loại câu hỏi này không có tham số “{ $parameter }”; chỉ có { $accepted }
    .remedy = { $near ->
        [none] sửa tên hoặc bỏ tham số
       *[other] sửa tên hoặc bỏ tham số; có phải là “{ $near }”?
    }
E-FORM-032 = tham số { $parameter } không nhận giá trị “{ $value }”
    .remedy = dùng một trong các giá trị: { $accepted }
E-FORM-033 = tham số { $parameter } phải là số nguyên, không phải “{ $value }”
    .remedy = ghi một số nguyên
E-FORM-034 = tham số { $parameter } phải là số, không phải “{ $value }”
    .remedy = ghi một số, dùng dấu chấm cho phần thập phân
E-FORM-035 = tham số seed chỉ dùng cùng randomize=true
    .remedy = thêm randomize=true, hoặc bỏ seed
E-FORM-036 = để ghi vị trí, audit cần cả ba tham số location-priority, location-min-interval và location-max-age
    .remedy = ghi đủ ba tham số, hoặc bỏ cả ba
E-FORM-037 = location-max-age nhỏ hơn location-min-interval
    .remedy = tăng location-max-age
E-FORM-038 = tham số { $parameter } nhỏ hơn không
    .remedy = ghi số giây, từ 0 trở lên
E-FORM-039 = “{ $app }” không phải tên gói ứng dụng Android
    .remedy = viết theo dạng org.example.camera: các phần cách nhau bằng dấu chấm, mỗi phần bắt đầu bằng chữ cái
E-FORM-040 = tham số { $parameter } phải là tên cột dùng được trong biểu thức, không phải “{ $value }”
    .remedy = đổi tên cột trong tệp lựa chọn: chữ cái, chữ số, dấu gạch dưới
E-FORM-041 = tham số { $parameter } của range không được bằng 0
    .remedy = ghi một số khác 0
E-FORM-042 = tham số { $parameter } lớn hơn khoảng từ start đến end
    .remedy = ghi số nhỏ hơn, hoặc mở rộng khoảng
E-FORM-043 = tham số { $parameter } không nằm trên các bước step của range
    .remedy = ghi một bội số của step
E-FORM-044 = tham số { $parameter } nằm ngoài khoảng từ start đến end
    .remedy = ghi một số trong khoảng
E-FORM-045 = tick_labelset nêu danh sách “{ $list }” không có trong trang tính choices
    .remedy = thêm danh sách, hoặc sửa tên
E-FORM-046 = mã “{ $code }” của danh sách nhãn “{ $list }” nằm ngoài khoảng từ start đến end
    .remedy = bỏ lựa chọn này, hoặc mở rộng khoảng
E-FORM-047 = tick_interval, placeholder và tick_labelset chỉ dùng được khi appearance trống, là vertical hoặc no-ticks
    .remedy = đổi appearance, hoặc bỏ các tham số này
E-FORM-048 = mã “{ $code }” của danh sách nhãn “{ $list }” không phải là số
    .remedy = dùng mã là số cho nhãn của range
E-FORM-049 = câu hỏi audit phải có tên “audit”, không phải “{ $name }”
    .remedy = để trống cột name
E-FORM-050 = phép tính “{ $name }” không có biểu thức
    .remedy = ghi biểu thức vào cột calculation
E-FORM-051 = background-geopoint cần một câu hỏi kích hoạt trong cột trigger
    .remedy = ghi tham chiếu đến câu hỏi kích hoạt
E-FORM-052 = background-geopoint không được có calculation
    .remedy = để trống cột calculation
E-FORM-053 = reference-geometry nêu “{ $target }”, không phải danh sách, tệp đính kèm, danh sách thực thể hay tham chiếu đến nhóm lặp
    .remedy = sửa tên, hoặc khai báo danh sách hay tệp
E-FORM-054 = tên “meta” dành cho thông tin của phiếu
    .remedy = dùng tên khác
E-FORM-055 = nhóm lặp “{ $name }” trùng tên với phần tử gốc của phiếu
    .remedy = dùng tên khác
E-FORM-056 = đã có nhóm lặp khác tên “{ $name }” trong phiếu
    .remedy = đặt cho mỗi nhóm lặp một tên riêng trong toàn phiếu
E-FORM-057 = loop không nêu danh sách
    .remedy = viết: begin loop over tên_danh_sách
E-FORM-058 = trong loop, dấu % phải đứng trước (name)s, (label)s hoặc tên một cột của danh sách; “{ $text }” không đúng dạng
    .remedy = viết %(label)s, hoặc %% cho dấu phần trăm
E-FORM-059 = trong một table-list, danh sách “{ $list }” khác với danh sách đầu “{ $first }”
    .remedy = dùng cùng một danh sách cho mọi câu hỏi của bảng
E-FORM-060 = choice_filter không dùng được trong table-list
    .remedy = bỏ choice_filter, hoặc bỏ table-list
E-FORM-061 = “{ $name }” có big-image nhưng không có image
    .remedy = thêm hình nhỏ vào cột image
E-FORM-062 = select_one_external cần choice_filter; không có thì chỉ là một ô ghi chữ
    .remedy = thêm choice_filter, hoặc dùng select_one
E-FORM-063 = không có loại phương tiện “{ $kind }”
    .remedy = dùng image, big-image, audio hoặc video
E-FORM-064 = nhóm lồng nhau quá { $depth } tầng
    .remedy = bớt số tầng nhóm
E-FORM-065 = “{ $reference }” không phải là tham chiếu đúng dạng
    .remedy = viết dấu đô la, rồi tên câu hỏi trong ngoặc nhọn, không có dấu cách
E-FORM-066 = không có câu hỏi nào tên “{ $name }”
    .remedy = { $near ->
        [none] sửa tên trong tham chiếu
       *[other] sửa tên trong tham chiếu; có phải là “{ $near }”?
    }
E-FORM-067 = có nhiều câu hỏi hoặc nhóm tên “{ $name }”, không rõ tham chiếu nói đến câu nào
    .remedy = đặt tên riêng cho câu hỏi được tham chiếu
E-FORM-068 = mã “{ $code }” của danh sách nhãn “{ $list }” không nằm trên vạch nào của range
    .remedy = dùng mã nằm trên các vạch tính từ start
E-FORM-069 = với no-ticks, danh sách nhãn “{ $list }” chỉ được có hai mã, bằng start và end
    .remedy = sửa danh sách, hoặc bỏ no-ticks
E-FORM-070 = câu hỏi “{ $name }” không hiện ra cho ai trả lời nên không kích hoạt được
    .remedy = dùng một câu hỏi có nhãn, được người phỏng vấn trả lời
E-FORM-071 = kiểu dữ liệu “{ $kind }” không dùng được cho câu hỏi lựa chọn
    .remedy = để trống, hoặc ghi string
E-FORM-072 = các tham chiếu trong cột trigger phải cách nhau bằng dấu phẩy
    .remedy = thêm dấu phẩy giữa các tham chiếu
E-FORM-073 = tệp dữ liệu “{ $name }” được khai báo hai lần
    .remedy = bỏ một dòng
E-FORM-074 = tên “{ $name }” chỉ đến hai nguồn dữ liệu khác nhau: { $other } và { $source }
    .remedy = đổi tên một trong hai
E-FORM-075 = tên cột “{ $head }” của trang tính choices không dùng được trong biểu thức
    .remedy = dùng chữ cái, chữ số và dấu gạch dưới, bắt đầu bằng chữ cái
E-FORM-076 = tên phần tử gốc “{ $name }” có ký tự không được dùng trong tên
    .remedy = bắt đầu bằng chữ cái, dùng chữ cái, chữ số và dấu gạch dưới; hoặc để trống
E-FORM-077 = phiếu có mã hoá (public_key) thì không bỏ được instanceID
    .remedy = bỏ omit_instanceID
E-FORM-078 = trang tính osm không có danh sách “{ $list }”
    .remedy = { $near ->
        [none] thêm danh sách, hoặc sửa tên
       *[other] thêm danh sách, hoặc sửa tên; có phải là “{ $near }”?
    }
E-FORM-080 = có save_to nhưng phiếu không khai báo thực thể nào
    .remedy = thêm trang tính entities
E-FORM-081 = thuộc tính “{ $name }” đã được ghi ở dòng { $row }
    .remedy = dùng thuộc tính khác, hoặc bỏ một trong hai
E-FORM-082 = nhóm và nhóm lặp không lưu được vào thuộc tính của thực thể
    .remedy = chuyển save_to sang một câu hỏi
E-FORM-083 = trang tính entities không có danh sách “{ $list }”
    .remedy = { $near ->
        [none] sửa tên trong save_to, hoặc khai báo danh sách
       *[other] sửa tên trong save_to, hoặc khai báo danh sách; có phải là “{ $near }”?
    }
E-FORM-084 = thực thể mới của danh sách “{ $list }” không có nhãn
    .remedy = ghi biểu thức nhãn vào cột label, hoặc entity_id nếu chỉ cập nhật
E-FORM-085 = danh sách “{ $list }” có entity_id và create_if nhưng không có update_if
    .remedy = thêm update_if, hoặc bỏ entity_id để chỉ tạo mới
E-FORM-086 = danh sách “{ $list }” có update_if nhưng không có entity_id
    .remedy = thêm entity_id, hoặc dùng create_if để chỉ tạo mới
E-FORM-087 = có nhiều thực thể nên save_to “{ $text }” phải nói rõ thuộc danh sách nào
    .remedy = viết chẳng hạn: { $list }#{ $text }
E-FORM-088 = không còn chỗ trong phiếu cho thực thể này; chỗ của nó đã dành cho thực thể ở dòng { $row }
    .remedy = xem các save_to và tham chiếu của hai thực thể, hoặc thêm một nhóm
E-FORM-089 = câu trả lời này ở trong nhóm lặp khác với những gì khác của thực thể “{ $list }”
    .remedy = chép giá trị vào một phép tính cùng nhóm lặp rồi lưu phép tính đó
E-FORM-090 = thực thể “{ $list }” nhắc đến “{ $name }” ở trong nhóm lặp khác với phần còn lại
    .remedy = chép giá trị vào một phép tính cùng nhóm lặp rồi nhắc đến phép tính đó
E-FORM-091 = save_to “{ $text }” có nhiều dấu #
    .remedy = chỉ dùng một dấu # giữa danh sách và thuộc tính
E-FORM-092 = tên “{ $list }” bắt đầu bằng hai dấu gạch dưới
    .remedy = dùng tên khác
E-FORM-093 = tên danh sách thực thể “{ $list }” có dấu chấm
    .remedy = dùng tên không có dấu chấm
E-FORM-094 = thuộc tính của thực thể không được tên là “{ $name }”
    .remedy = dùng tên khác name và label
E-FORM-095 = trang tính entities không có cột “{ $head }”
    .remedy = { $near ->
        [none] bỏ cột, hoặc sửa tên
       *[other] bỏ cột, hoặc sửa tên; có phải là “{ $near }”?
    }
E-FORM-096 = danh sách thực thể “{ $list }” được khai báo hai lần
    .remedy = bỏ một trong hai
E-FORM-097 = thực thể không có tên danh sách
    .remedy = ghi tên vào cột list_name
E-FORM-098 = định dạng này không ghi được { $what } của “{ $name }” nguyên như vậy
    .remedy = viết theo cách khác, hoặc giữ phiếu ở dạng XForm
W-FORM-001 = không có câu hỏi nào dùng danh sách lựa chọn “{ $list }”
    .remedy = bỏ danh sách, hoặc nêu tên nó trong câu hỏi
W-FORM-002 = trang tính “{ $near }” không được đọc; có phải là “{ $sheet }”?
    .remedy = sửa tên trang tính, hoặc thêm dấu gạch dưới ở đầu nếu trang tính không thuộc phiếu
W-FORM-003 = sau { $rows } dòng trống, phần còn lại của trang tính không được đọc
    .remedy = xoá các dòng trống, hoặc xoá phần thừa
W-FORM-004 = ô “{ $text }” đứng ở cột không có tên nên không được đọc
    .remedy = đặt tên cho cột, hoặc xoá ô
W-FORM-005 = cột “{ $head }” không thuộc XLSForm; có phải là “{ $near }”?
    .remedy = sửa tên cột nếu viết nhầm
W-FORM-006 = dòng không có loại, tên và nhãn nên được bỏ qua
    .remedy = xoá dòng nếu không phải ghi chú
W-FORM-007 = cột “disabled” không còn thuộc XLSForm
    .remedy = dùng cột relevant để ẩn câu hỏi
W-FORM-008 = tên “{ $name }” chỉ khác một tên khác ở chữ hoa, chữ thường
    .remedy = đặt tên khác hẳn; nhiều phần mềm thống kê không phân biệt chữ hoa, chữ thường
W-FORM-009 = nhóm lặp “{ $name }” không có nhãn
    .remedy = ghi nhãn để phỏng vấn viên biết đang thêm gì
W-FORM-010 = hầu hết thiết bị không còn cho biết “{ $kind }”
    .remedy = bỏ dòng này, hoặc dùng deviceid
W-FORM-011 = lựa chọn “{ $code }” không có nhãn
    .remedy = ghi nhãn vào cột label
W-FORM-012 = cột “{ $head }” của trang tính choices không được giữ, vì tên cột có dấu cách
    .remedy = đổi dấu cách thành dấu gạch dưới
W-FORM-013 = ngôn ngữ “{ $language }” thiếu các cột: { $columns }
    .remedy = thêm các cột cho ngôn ngữ này
W-FORM-014 = phiếu có bản dịch và dùng or_other, trong khi lựa chọn “Other” được thêm vào chỉ có tiếng Anh
    .remedy = tự thêm lựa chọn “khác” và câu hỏi ghi rõ, với đủ các ngôn ngữ
W-FORM-015 = ngôn ngữ “{ $language }” không có mã
    .remedy = viết mã trong ngoặc ở cuối, chẳng hạn: Tiếng Việt (vi)
W-FORM-016 = ảnh không có giới hạn kích thước nên gửi chậm và tốn chỗ
    .remedy = thêm tham số max-pixels, chẳng hạn max-pixels=1024
W-FORM-018 = có cả form_id và id_string; id_string không được đọc
    .remedy = bỏ cột id_string
W-FORM-019 = lựa chọn không thuộc danh sách nào nên được bỏ qua
    .remedy = ghi tên danh sách vào cột list_name
W-FORM-020 = thiết lập “{ $head }” không thuộc XLSForm; có phải là “{ $near }”?
    .remedy = sửa tên cột nếu viết nhầm
W-FORM-021 = tên “{ $name }” đã dùng ở dòng { $row }, trong nhóm khác
    .remedy = đặt tên riêng, để mỗi biến có một cột trong dữ liệu
W-FORM-023 = ô chứa lỗi của bảng tính: { $error }
    .remedy = sửa công thức, hoặc thay bằng giá trị
W-FORM-024 = trang tính settings có nhiều dòng; chỉ dòng đầu được đọc
    .remedy = bỏ các dòng sau
W-FORM-025 = “{ $text }” không phải là không gian tên
    .remedy = viết theo dạng tien_to="dia_chi"
