# Expressions and what they refer to.

E-EXPR-001 = the expression is empty
    .remedy = write an expression such as { "${" }age{ "}" } >= 18, or leave the cell empty
E-EXPR-002 = the expression has more than { $limit } bytes
    .remedy = move parts of it to questions of type calculate and refer to them
E-EXPR-003 = the expression is nested more than { $limit } levels deep
    .remedy = move parts of it to questions of type calculate and refer to them
E-EXPR-004 = { $what ->
        [end] the expression ends where a question, value or function should follow
       *[other] expected a question, value or function at character { $at }, found "{ $found }"
    }
    .remedy = complete the expression, or correct it at this place
E-EXPR-005 = expected an operator at character { $at }, found "{ $found }"
    .remedy = complete the expression, or correct it at this place
E-EXPR-006 = { $what ->
        [end] the expression ends where the name of an element should follow
       *[other] expected the name of an element at character { $at }, found "{ $found }"
    }
    .remedy = complete the expression, or correct it at this place
E-EXPR-007 = the "{ $opened }" at character { $from } is not closed
    .remedy = write "{ $closing }" where it ends
E-EXPR-008 = the "{ $closed }" at character { $at } closes nothing
    .remedy = remove it, or write "{ $opening }" where it starts
E-EXPR-009 = a text starts with { $quote } at character { $at } and does not end
    .remedy = write { $quote } where the text ends
E-EXPR-010 = the "{ "${" }" at character { $at } is not followed by "{ "}" }"
    .remedy = write "{ "}" }" after the name of the question
E-EXPR-011 = "{ "${" }{ $inside }{ "}" }" at character { $at } does not hold the name of a question
    .remedy = { $what ->
        [blanks] write { "${" }{ $bare }{ "}" } without blanks
       *[other] write { "${" }name{ "}" } with the name of a question, group or repeat
    }
E-EXPR-012 = "${ $name }" at character { $at } is a variable, and forms have none
    .remedy = write { "${" }{ $name }{ "}" } for the question of that name
E-EXPR-013 = "{ $found }" at character { $at } has no meaning in an expression
    .remedy = write { $instead }
E-EXPR-014 = character { $at } is not seen: { $character }
    .remedy = replace it by an ordinary space, or remove it
E-EXPR-015 = "{ $character }" at character { $at } has no meaning in an expression
    .remedy = remove it, or put it in quotation marks if it belongs to a text
E-EXPR-016 = the axis "{ $name }" at character { $at } is not available in forms
    .remedy = use child, parent (..), self (.), descendant-or-self (//) or attribute (@)
E-EXPR-017 = "{ $name }()" at character { $at } is not available in the paths of forms
    .remedy = refer to the element itself: its value is its text
E-EXPR-018 = the number at character { $at } is too large
    .remedy = write a smaller number
E-EXPR-021 = the function { $name }() at character { $at } does not exist
    .remedy = { $near ->
        [none] use a function of ODK XForms
       *[other] use a function of ODK XForms; did you mean { $near }()?
    }
E-EXPR-022 = { $name }() at character { $at } takes { $expected } arguments and has { $found }
    .remedy = add what is missing, or remove what is too much
E-EXPR-023 = nothing is known by { $reference } at character { $at }
    .remedy = write the name of a question, group or repeat of this form
E-EXPR-024 = { $function }() at character { $at } needs the plain path of a question
    .remedy = write a reference or a path without conditions in brackets
E-EXPR-025 = { $function } needs questions and got a value
    .remedy = write a reference or a path to questions there
E-EXPR-026 = the pattern cannot be used: { $reason }
    .remedy = correct the regular expression, or write a simpler one
E-EXPR-027 = there is no digest or encoding "{ $name }"
    .remedy = use MD5, SHA-1, SHA-256, SHA-384 or SHA-512, and hex or base64
E-EXPR-028 = the format "{ $format }" has a code that does not exist
    .remedy = use %Y %y %m %n %b %d %e %a %H %h %M %S %3
E-EXPR-029 = "{ $text }" is not a date
    .remedy = write dates as 2024-02-29
E-EXPR-031 = "{ $name }" has { $count } answers here, and one is needed
    .remedy = say which with indexed-repeat(), or take all with sum(), max() or join()
E-EXPR-032 = { $function }() got "{ $text }", which is not a place
    .remedy = refer to a geopoint, geotrace or geoshape
E-EXPR-033 = there is no instance "{ $id }"
    .remedy = use the name of a choice list or of a file of the form
E-EXPR-034 = { $function }() got conditions and weights in different numbers
    .remedy = give every condition its weight
E-EXPR-035 = indexed-repeat() got a repeat in which the question does not stand
    .remedy = name the repeats around the question, the outermost first
E-EXPR-036 = the expression looks at too many answers, or makes a text that is too long
    .remedy = move parts of it to questions of type calculate and refer to them
W-EXPR-001 = the text "{ $text }" at character { $at } is put in order with something, and that is never true
    .remedy = use = or != with texts; < and > are for numbers
W-EXPR-002 = the date "{ $text }" at character { $at } is a text, and comparing its order is never true
    .remedy = write date('{ $text }')
W-EXPR-003 = a number is compared or computed with the text "{ $text }" at character { $at }, which is no number
    .remedy = write a number without quotation marks; concat() joins texts
W-EXPR-004 = selected() looks for the number { $number } at character { $at }, and ODK Collect refuses that
    .remedy = write '{ $number }' in quotation marks
W-EXPR-005 = "{ $name }" at character { $at } means a question of that name
    .remedy = write { $name }() if the function is meant
W-EXPR-006 = { $construct } at character { $at } is unknown to ODK Collect
    .remedy = use another way if interviews are held in ODK Collect
W-EXPR-007 = { $function }() at character { $at } leaves blank answers out here and in ODK Collect, and is NaN with them in ODK Web Forms
    .remedy = use coalesce() in a calculation of its own if the form is also filled in with ODK Web Forms

# Forms made ready for interviews.

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
W-EXPR-008 = the pattern "{ $pattern }" at character { $at } has to fit the whole text here and in ODK Collect, and any part of it in ODK Web Forms
    .remedy = begin it with ^ and end it with $

W-EXPR-065 = The number of times that this repeat is asked follows from "{ $name }", which stands in the repeat itself: nothing is known of it before the first time.
    .remedy = Ask for the number in a question before the repeat.
