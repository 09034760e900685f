# Expressions and what they refer to.

E-EXPR-051 = The expression "{ $expression }" cannot be read: { $reason }.
    .remedy = Correct it at that place; a right one is {"${age}"} >= 18.

E-EXPR-052 = There is no function "{ $name }".
    .remedy = Check how it is written; the one most like it is "{ $near }".

E-EXPR-053 = No question, group or repeat is named "{ $name }".
    .remedy = Did you mean "{ $near }"? Correct the name.

E-EXPR-054 = No question, group or repeat is named "{ $name }".
    .remedy = Correct the name, or add a question of that name.

E-EXPR-055 = Several questions or groups are named "{ $name }", so that it is not known which one is meant.
    .remedy = Give each question that others refer to a name of its own.

E-EXPR-056 = The path "{ $path }" leads to no question.
    .remedy = Correct the path, or write the question's name in {"${…}"}.

E-EXPR-057 = There is no list and no attached table named "{ $name }".
    .remedy = Declare the file or list, or correct the name in instance(…).

W-EXPR-058 = sum() adds "{ $name }", which may be blank: ODK Collect takes a blank for 0, and other engines give something that is not a number.
    .remedy = Make the question required, or add answered ones only: sum(…[. != '']).

W-EXPR-059 = "{ $name }" stands in a repeat and is used here as a single value; with two instances the expression cannot be computed.
    .remedy = Say which instance with indexed-repeat(…), or use sum(), count(), max(), min() or join().

E-EXPR-060 = Expressions depend on each other in a circle: { $path }.
    .remedy = Take out one of the references on the way round.

E-EXPR-061 = Groups and repeats stand more than { $limit } levels deep in one another.
    .remedy = Nest the questionnaire less deeply.

W-EXPR-062 = The attached file "{ $file }" is not there; the form is taken as if it were empty.
    .remedy = Put the file beside the form, under the name that is declared.

E-EXPR-063 = The attached file "{ $file }" cannot be read: { $reason }.
    .remedy = Mend the file, or save it again as CSV in UTF-8.

E-EXPR-064 = There is no list of choices named "{ $list }".
    .remedy = Add the list to the choices sheet, or correct the name.

E-EXPR-065 = { $name }() takes { $expected } arguments and got { $found }.
    .remedy = Write the arguments that the function takes.

E-EXPR-066 = The expression "{ $expression }" cannot be evaluated.
    .remedy = Write it with the functions and paths that forms have.
