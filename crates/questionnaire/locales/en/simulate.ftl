# Tables of answers for simulated respondents.
E-SIM-001 = the table of answers lacks one of the columns question, answer and share
    .remedy = write the three heads in the first line
E-SIM-002 = the share "{ $found }" is not a number that is zero or more
    .remedy = write a number such as 0.25; shares of a question need not sum to one
E-SIM-003 = the answer "{ $found }" is not a range of numbers with its lower end first
    .remedy = write a range as 18..29, or the answer as it is stored
