# Provenance.
provenance-title = Provenance
provenance-intro = The same input files, version of the program and seed give this report again, exactly.
provenance-study = Study
provenance-program = Program
provenance-seed = Seed
provenance-stream = Random stream of the sample
provenance-drawn = ChaCha20, stream { $stream }, seed { $seed }
provenance-inputs = Input files
provenance-file = File
provenance-hash = SHA-256
