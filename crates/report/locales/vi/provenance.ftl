# Nguồn gốc số liệu.
provenance-title = Nguồn gốc số liệu
provenance-intro = Cùng các tệp đầu vào, cùng phiên bản chương trình và cùng số khởi tạo sẽ cho lại đúng báo cáo này.
provenance-study = Mã nghiên cứu
provenance-program = Chương trình
provenance-seed = Số khởi tạo ngẫu nhiên
provenance-stream = Dãy số ngẫu nhiên để chọn mẫu
provenance-drawn = ChaCha20, dãy số { $stream }, số khởi tạo { $seed }
provenance-inputs = Tệp đầu vào
provenance-file = Tệp
provenance-hash = SHA-256
