# Reading a workbook or a table as a form.
