# The quality of a questionnaire beyond its syntax.
