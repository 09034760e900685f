# Expressions and what they refer to.
