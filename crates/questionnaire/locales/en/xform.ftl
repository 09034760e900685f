# Reading an XForm.
