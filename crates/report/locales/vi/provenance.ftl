# Nguồn gốc số liệu.
provenance-title = Nguồn gốc số liệu
provenance-intro = Cùng các tệp đầu vào, cùng phiên bản chương trình và cùng số khởi tạo sẽ cho lại đúng báo cáo này.
provenance-study = Mã nghiên cứu
provenance-program = Chương trình
provenance-seed = Số khởi tạo ngẫu nhiên
provenance-stream = Dòng số ngẫu nhiên của mẫu
provenance-inputs = Tệp đầu vào
provenance-file = Tệp
provenance-hash = SHA-256
