# Reading and writing XForms.

E-XFORM-001 = An expression or text refers to { "${" }{ $name }{ "}" }, and nothing in the questionnaire has that name.
    .remedy = Correct the name, or add the question or group.
E-XFORM-002 = Several items have the name "{ $name }", so that { "${" }{ $name }{ "}" } could mean any of them.
    .remedy = Give every item that is referred to a name of its own.
E-XFORM-003 = "{ $found }" is not a reference.
    .remedy = Write { "${" }question_name{ "}" } with nothing but a name in it, and no spaces.
E-XFORM-004 = "{ $name }" cannot be a name in XML.
    .remedy = Begin with a letter or underscore, and use letters, digits, underscores, hyphens and points; a prefix before a colon must be declared in the setting namespaces.
E-XFORM-005 = There is a character, { $character }, that XML cannot hold.
    .remedy = Delete it; mostly it is an invisible character pasted from another program.
E-XFORM-006 = Groups stand in one another more than { $limit } levels deep.
    .remedy = Use fewer levels of groups.
E-XFORM-007 = A value is set when "{ $trigger }" changes, but nobody answers "{ $trigger }" on a screen.
    .remedy = Name a question that is shown in the column trigger.
E-XFORM-008 = Two sources of data have the name "{ $name }".
    .remedy = Rename one of the lists or files, so that every name has one source.
E-XFORM-009 = The list "{ $list }" is looked up with search() by one question and used as it is by another.
    .remedy = Use search() in every question with this list, or make two lists of it.
E-XFORM-010 = The question "{ $question }" does not share the list of the table that it stands in, or the table's list "{ $list }" is filtered.
    .remedy = In a table-list, give all questions that choose the same list and no choice_filter.
E-XFORM-011 = There is no list "{ $list }".
    .remedy = Add it to the sheet choices, or correct the name.
E-XFORM-012 = Two items of the same group have the name "{ $name }".
    .remedy = Give every item a name of its own.
E-XFORM-013 = The entity of the list "{ $list }" is made of answers from repeats that are not within one another, or another entity has its place.
    .remedy = Save in one entity only answers of one repeat; a group or repeat holds one entity at most.
