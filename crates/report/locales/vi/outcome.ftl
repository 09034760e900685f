# Kết quả tiếp cận.
outcome-unknown = Dữ liệu không ghi kết quả tiếp cận từng trường hợp, nên không tính được tỷ lệ trả lời.
outcome-standard = Kết quả tiếp cận và các tỷ lệ dưới đây theo Định nghĩa chuẩn của Hiệp hội Nghiên cứu Dư luận Hoa Kỳ (AAPOR, bản thứ 10, năm 2023), tính trên số trường hợp chưa gia quyền.
outcome-dispositions = Kết quả tiếp cận
outcome-disposition = Kết quả
outcome-code = Mã AAPOR
outcome-cases = Số trường hợp
outcome-share = Tỷ lệ
outcome-all = Tất cả trường hợp
outcome-complete = Phỏng vấn hoàn thành
outcome-partial = Phỏng vấn hoàn thành một phần
outcome-refusal = Từ chối hoặc bỏ dở
outcome-non-contact = Không tiếp xúc được
outcome-other = Không phỏng vấn được vì lý do khác
outcome-unknown-household = Không rõ có hộ hoặc địa chỉ thuộc đối tượng hay không
outcome-unknown-other = Không rõ có thuộc đối tượng hay không, trường hợp khác
outcome-not-eligible = Không thuộc đối tượng
outcome-rates = Các tỷ lệ kết quả
outcome-rate = Tỷ lệ
outcome-meaning = Ý nghĩa
outcome-value = Giá trị
outcome-rr1 = Tỷ lệ trả lời 1: phỏng vấn hoàn thành trên mọi trường hợp có thể thuộc đối tượng
outcome-rr2 = Tỷ lệ trả lời 2: như RR1, tính cả phỏng vấn một phần
outcome-rr3 = Tỷ lệ trả lời 3: như RR1, các trường hợp không rõ được tính theo e
outcome-rr4 = Tỷ lệ trả lời 4: như RR3, tính cả phỏng vấn một phần
outcome-rr5 = Tỷ lệ trả lời 5: phỏng vấn hoàn thành trên số trường hợp chắc chắn thuộc đối tượng
outcome-rr6 = Tỷ lệ trả lời 6: như RR5, tính cả phỏng vấn một phần
outcome-coop1 = Tỷ lệ hợp tác 1: phỏng vấn hoàn thành trên số trường hợp thuộc đối tượng đã tiếp xúc được
outcome-ref2 = Tỷ lệ từ chối 2: từ chối trên số trường hợp thuộc đối tượng, các trường hợp không rõ được tính theo e
outcome-con2 = Tỷ lệ tiếp xúc 2: đã tiếp xúc trên số trường hợp thuộc đối tượng, các trường hợp không rõ được tính theo e
outcome-proportional = Tỷ lệ thuộc đối tượng e = { $e } trong { $n } trường hợp không rõ được ước tính theo các trường hợp đã biết rõ (phương pháp phân bổ tỷ lệ, CASRO).
outcome-none-unknown = Không có trường hợp nào chưa rõ có thuộc đối tượng hay không, nên các tỷ lệ không phụ thuộc vào ước tính e.
outcome-given = Tỷ lệ thuộc đối tượng e = { $e } trong { $n } trường hợp không rõ lấy từ nguồn bên ngoài khảo sát.
