# Reading spreadsheets into questionnaires.
E-FORM-001 = the file cannot be read: { $cause }
    .remedy = save it again as .xlsx in a spreadsheet program
E-FORM-002 = the workbook unpacks to more than { $limit } MiB, which no questionnaire does
    .remedy = save the questionnaire in a new workbook without pictures and unused rows
E-FORM-003 = the file has no sheet named "survey"
    .remedy = { $near ->
        [none] name the sheet with the questions "survey"
       *[other] name the sheet with the questions "survey"; did you mean "{ $near }"?
    }
E-FORM-004 = the sheet has no column "{ $head }"
    .remedy = add the column; heads stand in the first row
E-FORM-005 = the row has a name or a label and no type
    .remedy = say what kind of question it is
E-FORM-006 = { $side ->
        [begin] the { $container } "{ $name }" does not end
       *[other] a { $container } ends that did not begin, or before what is in it has ended
    }
    .remedy = give every begin_{ $container } its end_{ $container }
E-FORM-007 = the type "{ $kind }" is not known
    .remedy = { $near ->
        [none] use a type of XLSForm, in small letters as it is written there
       *[other] use a type of XLSForm, in small letters as it is written there; did you mean "{ $near }"?
    }
E-FORM-008 = the question has no name
    .remedy = give it a name for its column in the answers
E-FORM-009 = the name "{ $name }" has characters that names cannot have
    .remedy = begin with a letter or an underscore, then use letters, digits, underscores, hyphens and full stops only
E-FORM-010 = "{ $name }" has no label, hint or picture
    .remedy = write what people are to read
E-FORM-012 = there is no choice list named "{ $list }"{ $sheet ->
        [none] {""}
       *[other] ; the sheet "{ $sheet }" was not read, as its name is not known
    }
    .remedy = { $near ->
        [none] write the list in the sheet "choices", or correct its name
       *[other] write the list in the sheet "choices", or correct its name; did you mean "{ $near }"?
    }
E-FORM-013 = the code "{ $code }" has a space, and "{ $name }" stores several codes in one field
    .remedy = use a code without spaces
E-FORM-014 = a choice of the list "{ $list }" has no code
    .remedy = give every choice its code in the column name
E-FORM-015 = the list "{ $list }" has the code "{ $code }" twice
    .remedy = give every choice of a list a code of its own, or set allow_choice_duplicates to yes if it is meant so
E-FORM-016 = expected dont_know, refused or not_applicable, found "{ $role }"
    .remedy = leave the role empty for an answer to the question
E-FORM-017 = the name "{ $name }" stands twice in the same group
    .remedy = give every question, group and repeat a name of its own
E-FORM-018 = the format of the file is not known; .xlsx, .xlsm, .csv and .md are read
    .remedy = open the file in a spreadsheet program and save it as .xlsx
E-FORM-019 = the column "{ $head }" stands twice, first at { $other }
    .remedy = take one of the two columns out
E-FORM-020 = "{ $head }" and "{ $other }" are names of the same column
    .remedy = take one of the two columns out
E-FORM-021 = the list "{ $list }" is used with search() here and without it in "{ $name }"
    .remedy = use search() in all questions of this list, or another list
E-FORM-022 = the form has more than { $limit } filled cells, and the rest was not read
    .remedy = take out what does not belong to the questionnaire
E-FORM-023 = the type "{ $kind }" needs the name of one list after it
    .remedy = write for example: select_one name_of_list
E-FORM-024 = a question that chooses from a file cannot use search()
    .remedy = take search() out of the appearance, or change the type
E-FORM-025 = a choice_filter cannot be used with or_other
    .remedy = write the choice "other" and the question for it yourself
E-FORM-026 = or_other needs a list in the sheet "choices"
    .remedy = write the list there, or take or_other out
E-FORM-027 = the file of choices "{ $file }" must end with .csv, .xml or .geojson and have no other full stop
    .remedy = correct the name of the file
E-FORM-028 = select_one_external needs the sheet "external_choices", which the file does not have{ $sheet ->
        [none] {""}
       *[other] ; it has "{ $sheet }"
    }
    .remedy = add the sheet with the columns list_name and name
E-FORM-029 = the sheet "external_choices" has no list named "{ $list }"
    .remedy = { $near ->
        [none] add the list, or correct its name
       *[other] add the list, or correct its name; did you mean "{ $near }"?
    }
E-FORM-030 = the parameters "{ $text }" are not of the form name=value
    .remedy = write name=value name=value
E-FORM-031 = this type has no parameter "{ $parameter }"; it has { $accepted }
    .remedy = { $near ->
        [none] correct its name, or take it out
       *[other] correct its name, or take it out; did you mean "{ $near }"?
    }
E-FORM-032 = the parameter { $parameter } cannot be "{ $value }"
    .remedy = use one of: { $accepted }
E-FORM-033 = the parameter { $parameter } must be a whole number, not "{ $value }"
    .remedy = write a whole number
E-FORM-034 = the parameter { $parameter } must be a number, not "{ $value }"
    .remedy = write a number with a full stop before its decimals
E-FORM-035 = the parameter seed needs randomize=true
    .remedy = add randomize=true, or take seed out
E-FORM-036 = for places, audit needs location-priority, location-min-interval and location-max-age
    .remedy = give all three, or none
E-FORM-037 = location-max-age is less than location-min-interval
    .remedy = make location-max-age larger
E-FORM-038 = the parameter { $parameter } is less than zero
    .remedy = write seconds, 0 or more
E-FORM-039 = "{ $app }" is not the package name of an Android application
    .remedy = write a name such as org.example.camera: parts between full stops, each beginning with a letter
E-FORM-040 = the parameter { $parameter } must be the name of a column that expressions can use, not "{ $value }"
    .remedy = rename the column in the file of choices: letters, digits and underscores
E-FORM-041 = the parameter { $parameter } of a range is zero
    .remedy = write another number
E-FORM-042 = the parameter { $parameter } is larger than the range from start to end
    .remedy = make it smaller, or the range wider
E-FORM-043 = the parameter { $parameter } is not at a step of the range
    .remedy = write a multiple of step
E-FORM-044 = the parameter { $parameter } is outside the range from start to end
    .remedy = write a number within it
E-FORM-045 = tick_labelset names the list "{ $list }", which the sheet "choices" does not have
    .remedy = add the list, or correct its name
E-FORM-046 = the code "{ $code }" of the labels "{ $list }" is outside the range from start to end
    .remedy = take the choice out, or make the range wider
E-FORM-047 = tick_interval, placeholder and tick_labelset need an empty appearance, vertical or no-ticks
    .remedy = change the appearance, or take these parameters out
E-FORM-048 = the code "{ $code }" of the labels "{ $list }" is not a number
    .remedy = use numbers as codes of the labels of a range
E-FORM-049 = audit must be named "audit", not "{ $name }"
    .remedy = leave the name empty
E-FORM-050 = the calculation "{ $name }" computes nothing
    .remedy = write an expression in the column calculation
E-FORM-051 = background-geopoint needs a question in the column trigger
    .remedy = refer to the question whose answer starts it
E-FORM-052 = background-geopoint cannot have a calculation
    .remedy = leave the column calculation empty
E-FORM-053 = reference-geometry names "{ $target }", which is no list, file, list of entities or reference to a repeat
    .remedy = correct the name, or declare the list or file
E-FORM-054 = the name "meta" is kept for what is known about the interview
    .remedy = use another name
E-FORM-055 = the repeat "{ $name }" has the name of the form's own root
    .remedy = use another name
E-FORM-056 = another repeat of the form is named "{ $name }"
    .remedy = give every repeat a name of its own in the whole form
E-FORM-057 = the loop names no list
    .remedy = write: begin loop over name_of_list
E-FORM-058 = in a loop, % stands before (name)s, (label)s or a column of the list; "{ $text }" has something else
    .remedy = write %(label)s, or %% for a per cent sign
E-FORM-059 = in a table-list, the list "{ $list }" is another than the first, "{ $first }"
    .remedy = use one list in all questions of the table
E-FORM-060 = a choice_filter cannot be used in a table-list
    .remedy = take one of the two out
E-FORM-061 = "{ $name }" has a big-image and no image
    .remedy = give the small picture in the column image
E-FORM-062 = select_one_external needs a choice_filter; without it the question is a field to write in
    .remedy = add one, or use select_one
E-FORM-063 = media of the kind "{ $kind }" are not known
    .remedy = use image, big-image, audio or video
E-FORM-064 = groups stand within groups more than { $depth } deep
    .remedy = use fewer levels
E-FORM-065 = "{ $reference }" is not a reference
    .remedy = write a dollar sign and the name of a question in braces, without spaces
E-FORM-066 = no question is named "{ $name }"
    .remedy = { $near ->
        [none] correct the name in the reference
       *[other] correct the name in the reference; did you mean "{ $near }"?
    }
E-FORM-067 = several questions or groups are named "{ $name }", and which is meant is not clear
    .remedy = give the question that is meant a name of its own
E-FORM-068 = the code "{ $code }" of the labels "{ $list }" is not at a tick of the range
    .remedy = use codes at the ticks counted from start
E-FORM-069 = with no-ticks, the labels "{ $list }" must be two, at start and at end
    .remedy = correct the list, or take no-ticks out
E-FORM-070 = the question "{ $name }" is not shown to anyone and cannot be a trigger
    .remedy = use a question that people answer
E-FORM-071 = the data type "{ $kind }" cannot be used for a question that chooses
    .remedy = leave it empty, or write string
E-FORM-072 = references in the column trigger need a comma between them
    .remedy = put commas between them
E-FORM-073 = the file of data "{ $name }" is declared twice
    .remedy = take one of the rows out
E-FORM-074 = the name "{ $name }" stands for two sources of data: { $other } and { $source }
    .remedy = rename one of them
E-FORM-075 = the column "{ $head }" of the choices has a name that expressions cannot use
    .remedy = use letters, digits and underscores, beginning with a letter
E-FORM-076 = the name "{ $name }" of the form's root has characters that names cannot have
    .remedy = begin with a letter, use letters, digits and underscores; or leave it empty
E-FORM-077 = a form with encryption (public_key) cannot omit instanceID
    .remedy = take omit_instanceID out
E-FORM-078 = the sheet "osm" has no list named "{ $list }"
    .remedy = { $near ->
        [none] add the list, or correct its name
       *[other] add the list, or correct its name; did you mean "{ $near }"?
    }
E-FORM-080 = there is a save_to, and the form declares no entity
    .remedy = add the sheet "entities"
E-FORM-081 = the property "{ $name }" is already saved in row { $row }
    .remedy = use another property, or take one of them out
E-FORM-082 = groups and repeats cannot be saved in a property of an entity
    .remedy = move save_to to a question
E-FORM-083 = the sheet "entities" has no list named "{ $list }"
    .remedy = { $near ->
        [none] correct the name in save_to, or declare the list
       *[other] correct the name in save_to, or declare the list; did you mean "{ $near }"?
    }
E-FORM-084 = new entities of the list "{ $list }" have no label
    .remedy = give a label, or an entity_id to update only
E-FORM-085 = the list "{ $list }" has entity_id and create_if, and no update_if
    .remedy = add update_if, or take entity_id out to create only
E-FORM-086 = the list "{ $list }" has update_if and no entity_id
    .remedy = add entity_id, or use create_if to create only
E-FORM-087 = there are several entities, and save_to "{ $text }" does not say which is meant
    .remedy = write for example: { $list }#{ $text }
E-FORM-088 = there is no place in the form for this entity; the one of row { $row } has it
    .remedy = look at what the two save and mention, or add a group
E-FORM-089 = this answer stands in another repeat than the rest of the entity "{ $list }"
    .remedy = copy the value into a calculation in that repeat and save the calculation
E-FORM-090 = the entity "{ $list }" mentions "{ $name }", which stands in another repeat than the rest
    .remedy = copy the value into a calculation in that repeat and mention the calculation
E-FORM-091 = save_to "{ $text }" has more than one #
    .remedy = put one # between the list and the property
E-FORM-092 = the name "{ $list }" begins with two underscores
    .remedy = use another name
E-FORM-093 = the name "{ $list }" of a list of entities has a full stop
    .remedy = use a name without it
E-FORM-094 = a property of an entity cannot be named "{ $name }"
    .remedy = use a name other than name and label
E-FORM-095 = the sheet "entities" has no such column as "{ $head }"
    .remedy = { $near ->
        [none] take it out, or correct its name
       *[other] take it out, or correct its name; did you mean "{ $near }"?
    }
E-FORM-096 = the list of entities "{ $list }" is declared twice
    .remedy = take one of them out
E-FORM-097 = the entity has no list
    .remedy = give its name in the column list_name
E-FORM-098 = this format cannot hold { $what } of "{ $name }" as it is
    .remedy = write it in another way, or keep the form as an XForm
W-FORM-001 = no question uses the choice list "{ $list }"
    .remedy = take the list out, or name it in a question
W-FORM-002 = the sheet "{ $near }" was not read; is it "{ $sheet }"?
    .remedy = correct its name, or put an underscore before it if it does not belong to the form
W-FORM-003 = after { $rows } empty rows, the rest of the sheet was not read
    .remedy = take the empty rows out, or what stands after them
W-FORM-004 = the cell "{ $text }" stands in a column without a head and was not read
    .remedy = give the column a head, or empty the cell
W-FORM-005 = the column "{ $head }" is not one of XLSForm; is it "{ $near }"?
    .remedy = correct its name if it is misspelt
W-FORM-006 = the row has no type, name or label and was passed over
    .remedy = take it out if it is not a comment
W-FORM-007 = the column "disabled" is no longer part of XLSForm
    .remedy = use the column relevant instead
W-FORM-008 = the name "{ $name }" differs from another only by capital letters
    .remedy = choose another name; many statistics programs do not tell them apart
W-FORM-009 = the repeat "{ $name }" has no label
    .remedy = write one, so that interviewers know what they add
W-FORM-010 = most devices no longer give "{ $kind }"
    .remedy = take the row out, or use deviceid
W-FORM-011 = the choice "{ $code }" has no label
    .remedy = write what people are to read
W-FORM-012 = the column "{ $head }" of the choices was left out, as its name has a space
    .remedy = use underscores in its name
W-FORM-013 = the language "{ $language }" lacks the columns { $columns }
    .remedy = add the columns of that language
W-FORM-014 = the form has translations and uses or_other, whose "Other" is in English only
    .remedy = write the choice and its question yourself, in every language
W-FORM-015 = the language "{ $language }" has no code
    .remedy = write it in brackets at the end: Tiếng Việt (vi)
W-FORM-016 = pictures have no limit of size, so sending is slow and takes room
    .remedy = add the parameter max-pixels, for example max-pixels=1024
W-FORM-018 = there are both form_id and id_string; id_string was not read
    .remedy = take the column id_string out
W-FORM-019 = the choice belongs to no list and was passed over
    .remedy = name its list in the column list_name
W-FORM-020 = the setting "{ $head }" is not one of XLSForm; is it "{ $near }"?
    .remedy = correct its name if it is misspelt
W-FORM-021 = the name "{ $name }" is used in row { $row } too, in another group
    .remedy = give it a name of its own, so that each variable has one column
W-FORM-023 = the cell holds an error of the spreadsheet: { $error }
    .remedy = correct the formula, or write the value
W-FORM-024 = the sheet "settings" has several rows, and only the first was read
    .remedy = take the others out
W-FORM-025 = "{ $text }" is not a name space
    .remedy = write prefix="address"
