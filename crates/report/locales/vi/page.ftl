# Phần khung của trang báo cáo và bản in.
page-skip = Đến nội dung chính
page-contents = Mục lục
page-table = Bảng, có thể cuộn ngang
page-confidential = bảo mật
page-of = Trang { $page }/{ $pages }
