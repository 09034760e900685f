//! One feature each: every question type, parameter, column, setting and sheet. Long because it is a table of forms.

/// Names and forms in shorthand.
pub(super) const FORMS: &[(&str, &str)] = &[
    // Types.
    ("type-text", "text | q | Say it"),
    ("type-text-rows", "text | q | Say it | parameters=rows=5"),
    ("type-string", "string | q | Say it"),
    ("type-integer", "integer | q | How many?"),
    ("type-int", "int | q | How many?"),
    ("type-decimal", "decimal | q | How much?"),
    ("type-date", "date | q | When?"),
    ("type-time", "time | q | At what time?"),
    ("type-datetime", "dateTime | q | When exactly?"),
    ("type-date-time-words", "date time | q | When exactly?\ndatetime | r | And again?"),
    ("type-note", "note | q | Thank you"),
    ("type-note-nameless", "note | - | Thank you"),
    ("type-calculate", "integer | a | A\ncalculate | q | - | calculation=${a} + 1"),
    ("type-calculate-default", "text | a | A\ncalculate | q | - | default=${a}"),
    ("type-hidden", "text | a | A\nhidden | q | - | default=x"),
    ("type-geopoint", "geopoint | q | Where?"),
    (
        "type-geopoint-parameters",
        "geopoint | q | Where? | parameters=capture-accuracy=10 warning-accuracy=20 allow-mock-accuracy=true",
    ),
    ("type-geotrace", "geotrace | q | Which way?"),
    ("type-geotrace-incremental", "geotrace | q | Which way? | parameters=incremental=true"),
    ("type-geoshape", "geoshape | q | Which area?"),
    ("type-geoshape-mock", "geoshape | q | Which area? | parameters=allow-mock-accuracy=false"),
    ("type-gps", "gps | q | Where?\nlocation | r | And here?"),
    ("type-start-geopoint", "start-geopoint | q | -\ntext | a | A"),
    ("type-background-geopoint", "text | a | A\nbackground-geopoint | q | - | trigger=${a}"),
    ("type-image", "image | q | Show it"),
    (
        "type-image-parameters",
        "image | q | Show it | parameters=max-pixels=1024\nphoto | r | Again | parameters=max-pixels=640 app=org.example.camera",
    ),
    ("type-image-annotate", "image | q | Mark it | appearance=annotate | parameters=max-pixels=640"),
    ("type-image-default", "image | q | Show it | default=house.jpg"),
    ("type-audio", "audio | q | Tell it"),
    ("type-audio-quality", "audio | q | Tell it | parameters=quality=voice-only"),
    ("type-background-audio", "background-audio | q | -\ntext | a | A"),
    ("type-background-audio-quality", "background-audio | q | - | parameters=quality=low\ntext | a | A"),
    ("type-video", "video | q | Film it"),
    ("type-file", "file | q | Attach it"),
    ("type-file-body", "file | q | Attach it | body::accept=.pdf"),
    ("type-barcode", "barcode | q | Scan it"),
    ("type-acknowledge", "acknowledge | q | I agree"),
    ("type-trigger", "trigger | q | I agree"),
    ("type-range", "range | q | How far?"),
    ("type-range-integer", "range | q | How far? | parameters=start=0 end=20 step=5"),
    (
        "type-range-decimal",
        "range | q | How far? | parameters=start=0.5 end=5.0 step=0.5 | appearance=vertical",
    ),
    (
        "type-range-ticks",
        "range | q | How far? | parameters=start=0 end=10 step=1 tick_interval=5 placeholder=4",
    ),
    (
        "type-range-labels",
        "range | q | How far? | parameters=start=0 end=2 step=1 tick_labelset=ends | appearance=no-ticks\nc | ends | 0 | Low\nc | ends | 2 | High",
    ),
    ("type-range-rating", "range | q | How good? | appearance=rating | parameters=start=1 end=5 step=1"),
    ("type-rank", "rank abc | q | In what order?"),
    ("type-select-one", "select_one abc | q | Which?"),
    ("type-select-multiple", "select_multiple abc | q | Which ones?"),
    ("type-select1", "select1 abc | q | Which?\nselect one from yn | r | Yes?"),
    ("type-select-words", "select one abc | q | Which?\nselect all that apply from abc | r | Which ones?"),
    ("type-select-or-other", "select_one abc or_other | q | Which?"),
    ("type-select-multiple-or-other", "select_multiple abc or_other | q | Which ones?"),
    ("type-select-specify-other", "select one from abc or specify other | q | Which?"),
    (
        "type-select-external",
        "text | state | State\nselect_one_external towns | q | Town | choice_filter=state=${state}\nx | list_name=towns | name=a | label=A | state=x\nx | list_name=towns | name=b | label=B | state=y",
    ),
    ("type-osm", "osm | q | Map it"),
    (
        "type-osm-tags",
        "osm building | q | Map it\no | list_name=building | name=material | label=Material\no | list_name=material | name=wood | label=Wood\no | list_name=material | name=stone | label=Stone",
    ),
    (
        "type-xml-external",
        "xml-external | towns | -\ntext | a | A\ncalculate | n | - | calculation=count(instance('towns')/root/item)\nf | towns.xml | <root><item><name>a</name><label>A</label></item></root>",
    ),
    (
        "type-csv-external",
        "csv-external | towns | -\ntext | a | A\ncalculate | n | - | calculation=count(instance('towns')/root/item)\nf | towns.csv | name,label;a,A;b,B",
    ),
    ("type-percentage", "percentage | q | What part?"),
    ("type-phone-number", "phone number | q | Your number"),
    (
        "type-days",
        "number of days in last month | q | Days\nnumber of days in last six months | r | Days\nnumber of days in last year | t | Days",
    ),
    ("type-q-names", "q string | a | A\nq int | b | B\nq note | c | C\nq date | d | D"),
    (
        "type-add-names",
        "add text prompt | a | A\nadd integer prompt | b | B\nadd decimal prompt | c | C\nadd date prompt | d | D\nadd note prompt | n | N",
    ),
    (
        "type-add-media",
        "add image prompt | a | A\nadd audio prompt | b | B\nadd video prompt | c | C\nadd file prompt | f | F\nadd barcode prompt | g | G\nadd location prompt | l | L",
    ),
    // What the device knows.
    ("meta-start-end", "start | s | -\nend | e | -\ntoday | t | -\ntext | a | A"),
    ("meta-person", "username | u | -\nemail | m | -\nphonenumber | p | -\ndeviceid | d | -\ntext | a | A"),
    ("meta-old", "subscriberid | s | -\nsimserial | c | -\nimei | i | -\ntext | a | A"),
    (
        "meta-words",
        "start time | s | -\nend time | e | -\ndevice id | d | -\nget today | t | -\ntext | a | A",
    ),
    ("meta-uri", "uri:deviceid | d | -\nuri:username | u | -\ntext | a | A"),
    ("meta-audit", "audit | audit | -\ntext | a | A"),
    ("meta-audit-nameless", "audit | - | - | parameters=track-changes=true\ntext | a | A"),
    (
        "meta-audit-location",
        "audit | - | - | parameters=location-priority=balanced location-min-interval=60 location-max-age=120 identify-user=true track-changes-reasons=on-form-edit\ntext | a | A",
    ),
    // Columns.
    ("column-hint", "text | q | Say it | hint=In one word"),
    ("column-hint-only", "text | q | - | hint=In one word"),
    ("column-guidance", "text | q | Say it | guidance_hint=Read it aloud"),
    ("column-hint-guidance", "text | q | Say it | hint=In one word | guidance_hint=Read it aloud"),
    ("column-required", "text | q | Say it | required=yes | required_message=Please"),
    ("column-required-expression", "integer | n | N\ntext | q | Say it | required=${n} > 3"),
    (
        "column-required-words",
        "text | a | A | required=TRUE\ntext | b | B | required=true()\ntext | c | C | required=no\ntext | d | D | required=False",
    ),
    (
        "column-constraint",
        "integer | q | Age | constraint=. >= 0 and . < 120 | constraint_message=Between 0 and 119",
    ),
    (
        "column-constraint-reference",
        "integer | a | From\ninteger | b | To | constraint=. > ${a} | constraint_message=More than ${a}",
    ),
    ("column-relevant", "select_one yn | a | Smoke?\ninteger | q | How many? | relevant=${a} = 'y'"),
    (
        "column-relevant-group",
        "select_one yn | a | Smoke?\nbegin_group | g | G | relevant=${a} = 'y'\ninteger | q | How many?\ntext | r | Which? | required=yes\nend_group | - | -",
    ),
    ("column-readonly", "text | q | Fixed | readonly=yes | default=x"),
    ("column-readonly-expression", "select_one yn | a | Lock?\ntext | q | Text | readonly=${a} = 'y'"),
    (
        "column-readonly-group",
        "begin_group | g | G | readonly=yes\ntext | q | Q | default=x\nend_group | - | -",
    ),
    (
        "column-default",
        "text | a | A | default=x\ninteger | b | B | default=5\nselect_one abc | c | C | default=b\nselect_multiple abc | d | D | default=a c\ndate | e | E | default=2026-01-31",
    ),
    (
        "column-default-dynamic",
        "date | a | Today | default=today()\ntext | b | B | default=concat('x', 'y')\ninteger | c | C | default=1 + 2\ninteger | d | D | default=${c} * 2",
    ),
    (
        "column-default-dynamic-relevant",
        "select_one yn | a | A\ndate | b | B | default=today() | relevant=${a} = 'y'\ninteger | c | C | default=1 + 2 | relevant=${a} = 'y'",
    ),
    (
        "column-default-repeat",
        "begin_repeat | r | R\ndate | a | Today | default=today()\ninteger | p | P | default=position(..)\nend_repeat | - | -",
    ),
    (
        "column-default-hyphens",
        "text | a | A | default=2-1\ndate | b | B | default=2026-02-01\ngeopoint | c | C | default=10.5 106.7 0 0\ndecimal | d | D | default=-1.5\ninteger | e | E | default=-2",
    ),
    (
        "column-default-last-saved",
        "text | a | A | default=${last-saved#a}\ntext | b | B | default=concat(${last-saved#a}, 'x')",
    ),
    (
        "column-calculation",
        "integer | a | A\ninteger | b | B\ncalculate | c | - | calculation=${a} + ${b}\nnote | n | The sum is ${c}",
    ),
    ("column-calculation-question", "integer | a | A\ninteger | b | Twice | calculation=${a} * 2"),
    ("column-trigger", "integer | a | A\ninteger | b | B | trigger=${a} | calculation=${a} * 2"),
    ("column-trigger-calculate", "text | a | A\ncalculate | b | - | trigger=${a} | calculation=now()"),
    (
        "column-trigger-two",
        "text | a | A\ntext | b | B\ntext | c | C | trigger=${a}, ${b} | calculation=concat(${a}, ${b})",
    ),
    ("column-trigger-blank", "text | a | A\ntext | b | B | trigger=${a} | default=x"),
    (
        "column-trigger-repeat",
        "begin_repeat | r | R\ntext | a | A\ntext | b | B | trigger=${a} | calculation=concat(${a}, '!')\nend_repeat | - | -",
    ),
    (
        "column-appearance",
        "text | a | A | appearance=multiline\nselect_one abc | b | B | appearance=minimal\nselect_multiple abc | c | C | appearance=columns-2 no-buttons\ninteger | d | D | appearance=thousands-sep\ndate | e | E | appearance=month-year",
    ),
    ("column-media", "text | q | Look | image=house.png | audio=house.mp3 | video=house.mp4"),
    ("column-media-big", "text | q | Look | image=house.png | big-image=house-big.png"),
    (
        "column-media-choices",
        "select_one m | q | Which?\nc | m | a | A | image=a.png\nc | m | b | B | image=b.png | audio=b.mp3",
    ),
    ("column-media-only", "text | q | - | media::image=house.png"),
    (
        "column-media-language",
        "text | q | - | label::Tiếng Việt (vi)=Nhìn | label::English (en)=Look | image::Tiếng Việt (vi)=nha.png | image::English (en)=house.png",
    ),
    ("column-autoplay", "text | q | Hear | audio=a.mp3 | autoplay=audio"),
    ("column-bind", "text | q | Q | bind::odk:length=3 | bind::type=string"),
    (
        "column-bind-custom",
        "s | namespaces=esri=\"http://esri.com/xforms\"\ntext | q | Q | bind::esri:fieldType=esriFieldTypeString | bind::esri:fieldLength=10",
    ),
    ("column-body", "text | q | Q | body::kind=x | body::intent=org.example.app(a='1')"),
    ("column-instance", "text | q | Q | instance::kind=x"),
    (
        "column-intent-group",
        "begin_group | g | G | intent=org.example.app | appearance=field-list\ntext | q | Q\nend_group | - | -",
    ),
    ("column-rows", "text | q | Q | rows=4"),
    ("column-app-error", "text | q | Q | noAppErrorString=Nothing to open it with"),
    ("column-disabled", "text | a | A\ntext | b | B | disabled=yes\ntext | c | C | disabled=no"),
    ("column-unknown", "text | a | A | remarks=of the author | my notes=more"),
    // Groups and repeats.
    ("group", "begin_group | g | G\ntext | a | A\nend_group | - | -"),
    ("group-words", "begin group | g | G\ntext | a | A\nend group | - | -"),
    ("group-nameless-label", "begin_group | g | -\ntext | a | A\nend_group | - | -"),
    (
        "group-field-list",
        "begin_group | g | G | appearance=field-list\ntext | a | A\ninteger | b | B | relevant=${a} != ''\nend_group | - | -",
    ),
    (
        "group-nested",
        "begin_group | g | G\nbegin_group | h | H\ntext | a | A\nend_group | - | -\ntext | b | B | relevant=${a} = 'x'\nend_group | - | -",
    ),
    (
        "group-same-names",
        "begin_group | g | G\ntext | a | A\nend_group | - | -\nbegin_group | h | H\ntext | a | A\nend_group | - | -",
    ),
    (
        "group-table-list",
        "begin_group | g | How much? | appearance=table-list\nselect_one abc | a | A\nselect_one abc | b | B\nend_group | - | -",
    ),
    (
        "group-table-list-hint",
        "begin_group | g | How much? | hint=In each row | appearance=table-list minimal\nselect_multiple abc | a | A\nselect_multiple abc | b | B\nend_group | - | -",
    ),
    (
        "group-list-nolabel",
        "begin_group | g | - | appearance=field-list\nselect_one abc | h | How? | appearance=label\nselect_one abc | a | A | appearance=list-nolabel\nend_group | - | -",
    ),
    ("group-empty-end-name", "begin_group | g | G\ntext | a | A\nend_group | g | -"),
    ("repeat", "begin_repeat | r | R\ntext | a | A\nend_repeat | - | -"),
    (
        "repeat-words",
        "begin repeat | r | R\ntext | a | A\nend repeat | - | -\nbegin lgroup | l | L\ntext | b | B\nend lgroup | - | -",
    ),
    ("repeat-no-label", "begin_repeat | r | -\ntext | a | A\nend_repeat | - | -"),
    (
        "repeat-field-list",
        "begin_repeat | r | R | appearance=field-list\ntext | a | A\ntext | b | B\nend_repeat | - | -",
    ),
    ("repeat-count-fixed", "begin_repeat | r | R | repeat_count=3\ntext | a | A\nend_repeat | - | -"),
    (
        "repeat-count-reference",
        "integer | n | How many?\nbegin_repeat | r | R | repeat_count=${n}\ntext | a | A\nend_repeat | - | -",
    ),
    (
        "repeat-count-expression",
        "integer | n | How many?\nbegin_repeat | r | R | repeat_count=${n} + 1\ntext | a | A\nend_repeat | - | -",
    ),
    (
        "repeat-count-nested",
        "integer | n | How many?\nbegin_repeat | r | R | repeat_count=${n}\ninteger | m | Of it\nbegin_repeat | s | S | repeat_count=${m}\ntext | a | A\nend_repeat | - | -\nend_repeat | - | -",
    ),
    (
        "repeat-jr-count",
        "integer | n | How many?\nbegin_repeat | r | R | jr:count=${n}\ntext | a | A\nend_repeat | - | -",
    ),
    ("repeat-no-add", "begin_repeat | r | R | body::jr:noAddRemove=true()\ntext | a | A\nend_repeat | - | -"),
    (
        "repeat-nested",
        "begin_repeat | r | R\ntext | a | A\nbegin_repeat | s | S\ntext | b | B\ncalculate | c | - | calculation=concat(${a}, ${b})\nend_repeat | - | -\nend_repeat | - | -",
    ),
    (
        "repeat-sums",
        "begin_repeat | r | R\ninteger | a | A\ncalculate | d | - | calculation=${a} * 2\nend_repeat | - | -\ncalculate | s | - | calculation=sum(${a})\ncalculate | k | - | calculation=count(${r})\ncalculate | m | - | calculation=max(${a})\ncalculate | l | - | calculation=min(${a})\ncalculate | j | - | calculation=join(', ', ${a})\nnote | n | Sum ${s} of ${k}",
    ),
    (
        "repeat-indexed",
        "begin_repeat | r | R\ntext | a | A\nend_repeat | - | -\ncalculate | f | - | calculation=indexed-repeat(${a}, ${r}, 1)\ncalculate | t | - | calculation=indexed-repeat(${a}, ${r}, 2)",
    ),
    (
        "repeat-indexed-inside",
        "begin_repeat | r | R\ntext | a | A\ncalculate | before | - | calculation=indexed-repeat(${a}, ${r}, position(..) - 1)\nend_repeat | - | -",
    ),
    (
        "repeat-position",
        "begin_repeat | r | R\ncalculate | p | - | calculation=position(..)\ntext | a | Number ${p}\nend_repeat | - | -",
    ),
    (
        "repeat-position-group",
        "begin_repeat | r | R\nbegin_group | g | G\ncalculate | p | - | calculation=position(../..)\ntext | a | Number ${p}\nend_group | - | -\nend_repeat | - | -",
    ),
    (
        "repeat-relevant",
        "select_one yn | a | More?\nbegin_repeat | r | R | relevant=${a} = 'y'\ntext | b | B\nend_repeat | - | -\ncalculate | k | - | calculation=count(${r})",
    ),
    (
        "repeat-two",
        "begin_repeat | r | R\ntext | a | A\nend_repeat | - | -\nbegin_repeat | s | S\ntext | b | B\nend_repeat | - | -\ncalculate | k | - | calculation=count(${r}) + count(${s})",
    ),
    (
        "repeat-choices-from",
        "begin_repeat | r | R\ntext | name | Name\ninteger | age | Age\nend_repeat | - | -\nselect_one ${name} | who | Who? | choice_filter=${age} > 17",
    ),
    (
        "repeat-choices-from-plain",
        "begin_repeat | r | R\ntext | name | Name\nend_repeat | - | -\nselect_multiple ${name} | who | Who?",
    ),
    (
        "repeat-cascade",
        "begin_repeat | r | R\nselect_one p | pr | Province\nselect_one d | di | District | choice_filter=p=${pr}\nend_repeat | - | -\nc | p | x | X\nc | p | y | Y\nc | d | x1 | X one | p=x\nc | d | x2 | X two | p=x\nc | d | y1 | Y one | p=y",
    ),
    (
        "repeat-reference-outside",
        "text | o | O\nbegin_repeat | r | R\ntext | a | A | relevant=${o} = 'x'\ntext | b | B ${o} ${a} | default=${o}\nend_repeat | - | -",
    ),
    (
        "repeat-reference-group",
        "begin_repeat | r | R\nbegin_group | g | G\ntext | a | A\nend_group | - | -\nbegin_group | h | H\ntext | b | B | relevant=${a} = 'x' | constraint=. != ${a}\nend_group | - | -\nend_repeat | - | -",
    ),
    ("loop", "begin loop over abc | l | -\ntext | a | About %(label)s\nend loop | - | -"),
    // Choices.
    (
        "choices-filter",
        "select_one p | pr | Province\nselect_one d | di | District | choice_filter=p = ${pr}\nc | p | x | X\nc | p | y | Y\nc | d | x1 | X one | p=x\nc | d | y1 | Y one | p=y",
    ),
    (
        "choices-filter-and",
        "select_one p | pr | Province\ninteger | n | Number\nselect_multiple d | di | District | choice_filter=p = ${pr} and size > ${n}\nc | p | x | X\nc | p | y | Y\nc | d | x1 | X one | p=x | size=3\nc | d | x2 | X two | p=x | size=5\nc | d | y1 | Y one | p=y | size=9",
    ),
    ("choices-filter-true", "select_one abc | a | A | choice_filter=true()"),
    (
        "choices-filter-instance",
        "select_one abc | a | A\nselect_one abc | b | B | choice_filter=name != ${a}",
    ),
    (
        "choices-randomize",
        "select_one abc | a | A | parameters=randomize=true\nselect_multiple abc | b | B | parameters=randomize=true",
    ),
    ("choices-randomize-seed", "select_one abc | a | A | parameters=randomize=true seed=42"),
    (
        "choices-randomize-reference",
        "integer | n | N\nselect_one abc | a | A | parameters=randomize=true, seed=${n}",
    ),
    (
        "choices-randomize-filter",
        "text | t | T\nselect_one abc | a | A | parameters=randomize=true seed=7 | choice_filter=name != ${t}",
    ),
    (
        "choices-randomize-calculated",
        "calculate | sd | - | calculation=once(decimal-date-time(now()))\nselect_one abc | a | A | parameters=randomize=true seed=${sd}",
    ),
    ("choices-randomize-false", "select_one abc | a | A | parameters=randomize=false"),
    (
        "choices-file-csv",
        "select_one_from_file towns.csv | a | Town\nf | towns.csv | name,label,pop;a,Aville,10;b,Bville,20",
    ),
    (
        "choices-file-csv-filter",
        "integer | n | N\nselect_one_from_file towns.csv | a | Town | choice_filter=pop > ${n}\nf | towns.csv | name,label,pop;a,Aville,10;b,Bville,20",
    ),
    (
        "choices-file-csv-columns",
        "select_multiple_from_file towns.csv | a | Town | parameters=value=code label=title\nf | towns.csv | code,title;a,Aville;b,Bville",
    ),
    (
        "choices-file-xml",
        "select_one_from_file towns.xml | a | Town\nf | towns.xml | <root><item><name>a</name><label>A</label></item><item><name>b</name><label>B</label></item></root>",
    ),
    (
        "choices-file-geojson",
        "select_one_from_file places.geojson | a | Place | appearance=map\nf | places.geojson | {\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[105.8,21.0]},\"properties\":{\"id\":\"p1\",\"title\":\"Place one\"}}]}",
    ),
    (
        "choices-file-randomize",
        "select_one_from_file towns.csv | a | Town | parameters=randomize=true seed=3\nf | towns.csv | name,label;a,A;b,B;d,D;e,E",
    ),
    (
        "choices-pulldata",
        "text | t | T\ncalculate | p | - | calculation=pulldata('towns', 'pop', 'name', ${t})\nf | towns.csv | name,label,pop;a,Aville,10;b,Bville,20",
    ),
    (
        "choices-pulldata-constraint",
        "text | t | T | constraint=pulldata('towns', 'pop', 'name', .) > 5\nf | towns.csv | name,label,pop;a,Aville,10;b,Bville,2",
    ),
    (
        "choices-instance-label",
        "select_one abc | a | A\ncalculate | l | - | calculation=instance('abc')/root/item[name = ${a}]/label\nnote | n | You said ${l}",
    ),
    (
        "choices-choice-name",
        "select_one abc | a | A\ncalculate | l | - | calculation=jr:choice-name(${a}, '${a}')\nnote | n | You said ${l}",
    ),
    (
        "choices-search",
        "select_one towns | a | Town | appearance=search('towns')\nc | towns | name_key | label\nf | towns.csv | name_key,label;a,A;b,B",
    ),
    (
        "choices-search-filter",
        "text | t | T\nselect_one towns | a | Town | appearance=minimal search('towns', 'matches', 'kind', ${t})\nc | towns | name_key | label\nf | towns.csv | name_key,label,kind;a,A,x;b,B,y",
    ),
    (
        "choices-extra-columns",
        "select_one x | a | A\nc | x | a | A | geometry=10 106 0 0 | note=n\nc | x | b | B | geometry=11 107 0 0",
    ),
    (
        "choices-duplicates-allowed",
        "select_one x | a | A\nc | x | a | A\nc | x | a | Again\ns | allow_choice_duplicates=yes",
    ),
    (
        "choices-numbers",
        "select_one x | a | A\nselect_multiple x | b | B\nc | x | 1 | One\nc | x | 2 | Two\nc | x | -99 | None\nc | x | 1.5 | More",
    ),
    ("choices-no-label", "select_one x | a | A\nc | x | a | -\nc | x | b | B"),
    ("choices-unused-list", "select_one abc | a | A\nc | abc | a | A\nc | spare | s | S"),
    ("choices-space-one", "select_one x | a | A\nc | x | a b | A\nc | x | c | C"),
    (
        "choices-reference-label",
        "text | t | T\nselect_one x | a | A\nc | x | a | First ${t}\nc | x | b | Second",
    ),
    (
        "choices-selected",
        "select_multiple abc | m | M\ntext | t | T | relevant=selected(${m}, 'a') and count-selected(${m}) > 1\ncalculate | f | - | calculation=selected-at(${m}, 0)\ninteger | i | I | constraint=not(selected(${m}, 'b')) or . > 3",
    ),
    (
        "choices-constraint",
        "select_multiple abc | m | M | constraint=not(selected(., 'c') and count-selected(.) > 1) | constraint_message=Not with the third",
    ),
    // Texts.
    (
        "text-output",
        "text | a | Name?\ninteger | b | How old is ${a}?\nnote | n | **${a}** is ${b}. | hint=${a}!",
    ),
    ("text-output-group", "text | a | Name?\nbegin_group | g | About ${a}\ntext | b | B\nend_group | - | -"),
    ("text-escapes", "text | a | A < B & C > \"D\" 'E' | constraint=. != '<&>' | default=<x>"),
    (
        "text-markdown",
        "note | n | # Head *emphasis* **strong** [link](https://example.org) <span style=\"color:red\">red</span>",
    ),
    ("text-smart-quotes", "text | a | ‘single’ and “double” | relevant=1 = 1 and ‘a’ = ‘a’"),
    ("text-vietnamese", "text | ho_ten | Họ và tên đầy đủ của Ông/Bà? | hint=Ghi theo giấy tờ"),
    ("text-vietnamese-names", "text | họ_tên | Họ tên\ninteger | tuổi | Tuổi của ${họ_tên}"),
    ("text-dots", "text | a.b | A\ntext | c-d | C | relevant=${a.b} = 'x'"),
    ("language-one", "text | a | - | label::Tiếng Việt (vi)=Tên"),
    (
        "language-two",
        "text | a | - | label::Tiếng Việt (vi)=Tên | label::English (en)=Name | hint::Tiếng Việt (vi)=Đầy đủ | hint::English (en)=In full",
    ),
    (
        "language-default-mixed",
        "text | a | Name | label::Tiếng Việt (vi)=Tên\ntext | b | Age | label::Tiếng Việt (vi)=Tuổi",
    ),
    (
        "language-missing",
        "text | a | - | label::Tiếng Việt (vi)=Tên | label::English (en)=Name\ntext | b | - | label::Tiếng Việt (vi)=Tuổi",
    ),
    (
        "language-default-setting",
        "text | a | - | label::Tiếng Việt (vi)=Tên | label::English (en)=Name\ns | default_language=English (en)",
    ),
    (
        "language-default-setting-plain",
        "text | a | Name | label::Tiếng Việt (vi)=Tên\ns | default_language=English (en)",
    ),
    (
        "language-messages",
        "integer | a | - | label::Tiếng Việt (vi)=Tuổi | label::English (en)=Age | constraint=. < 120 | constraint_message::Tiếng Việt (vi)=Dưới 120 | constraint_message::English (en)=Under 120 | required=yes | required_message::Tiếng Việt (vi)=Cần có | required_message::English (en)=Needed",
    ),
    (
        "language-choices",
        "select_one x | a | - | label::Tiếng Việt (vi)=Chọn | label::English (en)=Choose\nc | x | y | - | label::Tiếng Việt (vi)=Có | label::English (en)=Yes\nc | x | n | - | label::Tiếng Việt (vi)=Không | label::English (en)=No",
    ),
    (
        "language-choices-or-other",
        "select_one x or_other | a | - | label::Tiếng Việt (vi)=Chọn | label::English (en)=Choose\nc | x | y | - | label::Tiếng Việt (vi)=Có | label::English (en)=Yes",
    ),
    (
        "language-guidance",
        "text | a | - | label::Tiếng Việt (vi)=Tên | label::English (en)=Name | guidance_hint::Tiếng Việt (vi)=Đọc to | guidance_hint::English (en)=Read aloud",
    ),
    ("language-single-colon", "text | a | - | label:English=Name | label:French=Nom"),
    (
        "language-output",
        "text | a | - | label::Tiếng Việt (vi)=Tên | label::English (en)=Name\ntext | b | - | label::Tiếng Việt (vi)=${a} ở đâu? | label::English (en)=Where is ${a}?",
    ),
    (
        "language-groups",
        "begin_group | g | - | label::Tiếng Việt (vi)=Nhóm | label::English (en)=Group\ntext | a | - | label::Tiếng Việt (vi)=Tên | label::English (en)=Name\nend_group | - | -\nbegin_repeat | r | - | label::Tiếng Việt (vi)=Lần | label::English (en)=Time\ntext | b | - | label::Tiếng Việt (vi)=Tên | label::English (en)=Name\nend_repeat | - | -",
    ),
    // Other words for heads.
    ("alias-caption", "text | a | - | caption=Name"),
    ("alias-relevance", "text | a | A\ntext | b | B | relevance=${a} = 'x'"),
    ("alias-read-only", "text | a | A | read_only=yes"),
    (
        "alias-bind",
        "integer | a | A | bind::relevant=1 = 1 | bind::required=yes | bind::constraint=. < 9 | bind:jr:constraintMsg=Less",
    ),
    ("alias-calculate", "text | a | A\ncalculate | b | - | calculate=concat(${a}, 'x')"),
    (
        "alias-messages",
        "integer | a | A | constraint=. < 9 | constraining_message=Less | required=yes | requiredMsg=Please",
    ),
    ("alias-control", "text | a | A | control::appearance=multiline"),
    ("alias-body", "text | a | A | body::appearance=multiline"),
    ("alias-count", "integer | n | N\nbegin_repeat | r | R | count=${n}\ntext | a | A\nend_repeat | - | -"),
    (
        "alias-capitals",
        "text | a | A | Required=yes | Constraint Message=Less | Hint=H | constraint=. != 'x'",
    ),
    ("alias-list-name-space", "select_one x | a | A\nc | x | v | V"),
    ("alias-value", "select_one x | a | A\nc | x | - | V | value=v"),
    ("alias-media", "text | a | A | media::image=a.png | media::audio=a.mp3"),
    ("alias-image-language", "text | a | - | label::English (en)=A | media::image::English (en)=a.png"),
    // Settings.
    ("setting-titles", "text | a | A\ns | form_title=Khảo sát & more | form_id=ks_2026 | version=20260701"),
    ("setting-none", "text | a | A"),
    ("setting-aliases", "text | a | A\ns | title=T | id_string=i"),
    ("setting-name", "text | a | A\ncalculate | b | - | calculation=${a}\ns | name=root_name"),
    ("setting-instance-name", "text | a | A\ns | instance_name=concat(${a}, ' ', today())"),
    ("setting-style", "text | a | A\ns | style=pages theme-grid"),
    ("setting-submission", "text | a | A\ns | submission_url=https://example.org/submit"),
    (
        "setting-encrypted",
        "text | a | A\ns | submission_url=https://example.org/submit | public_key=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA",
    ),
    ("setting-auto", "text | a | A\ns | auto_send=true | auto_delete=true"),
    ("setting-client-editable", "text | a | A\ns | client_editable=yes"),
    ("setting-omit-id", "text | a | A\ns | omit_instanceID=yes"),
    ("setting-instance-xmlns", "text | a | A\ns | instance_xmlns=http://example.org/forms/1"),
    ("setting-attribute", "text | a | A\ns | attribute::custom=x | attribute::more=y"),
    (
        "setting-namespaces",
        "text | a | A | bind::esri:fieldType=t\ns | namespaces=esri=\"http://esri.com/xforms\" enk=\"http://enketo.org/xforms\"",
    ),
    (
        "setting-namespaces-attribute",
        "text | a | A\ns | namespaces=ex=\"http://example.org\" | attribute::ex:form=y",
    ),
    ("setting-clean-no", "text | a | A  B   C\ns | clean_text_values=no"),
    ("setting-clean-yes", "text | a | A  B   C\ns | clean_text_values=yes"),
    (
        "setting-sms",
        "text | a | A | sms_field=f\ns | sms_keyword=k | sms_separator=+ | prefix=p | delimiter=,",
    ),
    ("setting-compact", "text | a | A | compact_tag=t\ns | prefix=p | delimiter=,"),
    ("setting-instance-id", "text | a | A\ns | instance_id=uid"),
    ("setting-instance-id-reference", "text | a | A\ncalculate | c | - | calculation=${instanceID}"),
    ("setting-in-survey", "text | a | A\ncalculate | b | - | calculation=1\nform_title | Named here | -"),
    ("setting-flat", "begin_group | g | G\ntext | a | A\nend_group | - | -\ns | flat=yes"),
    // Entities.
    ("entity-create", "text | a | A | save_to=name_of\ninteger | b | B\ne | list_name=people | label=${a}"),
    (
        "entity-create-if",
        "text | a | A | save_to=name_of\nselect_one yn | b | B\ne | dataset=people | label=concat(${a}, '!') | create_if=${b} = 'y'",
    ),
    (
        "entity-update",
        "select_one_from_file people.csv | p | Who?\ntext | a | A | save_to=name_of\ne | list_name=people | entity_id=${p}\nf | people.csv | name,label,__version;u1,One,1",
    ),
    (
        "entity-update-if",
        "select_one_from_file people.csv | p | Who?\ntext | a | A | save_to=name_of\ne | list_name=people | entity_id=${p} | update_if=${a} != ''\nf | people.csv | name,label,__version;u1,One,1",
    ),
    (
        "entity-upsert",
        "csv-external | people | -\ntext | p | Who?\ntext | a | A | save_to=name_of\ne | list_name=people | entity_id=${p} | update_if=${a} != '' | create_if=${a} = '' | label=${a}\nf | people.csv | name,label,__version;u1,One,1",
    ),
    (
        "entity-repeat",
        "begin_repeat | r | R\ntext | a | A | save_to=name_of\nend_repeat | - | -\ne | list_name=people | label=${a}",
    ),
    (
        "entity-two",
        "text | a | A | save_to=people#name_of\nbegin_repeat | r | R\ntext | b | B | save_to=trees#kind\nend_repeat | - | -\ne | list_name=people | label=${a}\ne | list_name=trees | label=${b}",
    ),
    (
        "entity-group",
        "begin_group | g | G\ntext | a | A | save_to=name_of\nend_group | - | -\ne | list_name=people | label=${a}",
    ),
    // Files of other kinds; in them a cell may have several lines (⏎), and a number, a date or a truth value is a cell of its own kind.
    (
        "workbook-cells",
        "select_one x | a | A | required=TRUE\nselect_multiple x | b | B | required=FALSE\ninteger | n | N | default=5\ndecimal | d | D | default=2.5\nrange | r | R | parameters=start=0 end=10 step=2\nc | x | 1 | One | size=10\nc | x | 2 | Two | size=2.5\nc | x | 10 | Ten | size=1000000\ns | form_id=cells | version=2026070101",
    ),
    (
        "workbook-lines",
        "text | a | First line⏎second line | hint=A⏎B\nnote | n | A⏎⏎B\ntext | c | C | relevant=${a} = 'x'⏎or ${a} = 'y'",
    ),
    ("workbook-blanks", "text | a | A   B | hint=H\ntext | b | B | relevant=${a}   =   'x'"),
    ("workbook-dates", "date | a | A | default=2026-01-31"),
    (
        "workbook-numbers-as-labels",
        "text | a | 5\nselect_one x | b | 2.50 | hint=007\nc | x | 01 | 01\nc | x | 2.0 | 2.0",
    ),
    (
        "workbook-vietnamese",
        "text | họ_tên | Họ và tên\nselect_one x | b | Chọn\nc | x | có | Có\nc | x | không | Không",
    ),
    (
        "csv-plain",
        "text | a | A, \"b\" and c | hint=x,y\nselect_one abc | b | B\ns | form_id=c | form_title=C, D",
    ),
    ("csv-lines", "text | a | First⏎second"),
    // Functions, one form for each family; blanks, odd arguments and borders included.
    (
        "function-regex",
        "text | a | A | constraint=regex(., '[a-z]+')\ncalculate | b | - | calculation=regex(${a}, 'b')\ncalculate | c | - | calculation=regex(${a}, '^a.*l$')",
    ),
    (
        "function-blanks",
        "integer | a | A\ninteger | b | B\ncalculate | c | - | calculation=${a} + ${b}\ncalculate | d | - | calculation=max(${a}, ${b})\ncalculate | e | - | calculation=min(${a}, 4)\ncalculate | f | - | calculation=number(${a})\ncalculate | g | - | calculation=${a} = ''\ncalculate | h | - | calculation=${a} = 0\ncalculate | i | - | calculation=not(${a})\ncalculate | j | - | calculation=${a} * 2 > 1\ncalculate | k | - | calculation=string(${a} + 1)",
    ),
    (
        "function-numbers",
        "decimal | a | A\ncalculate | b | - | calculation=round(${a})\ncalculate | c | - | calculation=round(${a}, 1)\ncalculate | d | - | calculation=round(${a}, -1)\ncalculate | e | - | calculation=int(${a})\ncalculate | f | - | calculation=${a} div 3\ncalculate | g | - | calculation=${a} mod 2\ncalculate | h | - | calculation=-${a}\ncalculate | i | - | calculation=1 div 0\ncalculate | j | - | calculation=0 div 0\ncalculate | k | - | calculation=abs(${a})\ncalculate | l | - | calculation=pow(${a}, 3)\ncalculate | m | - | calculation=10000000 * 10000000\ncalculate | n | - | calculation=1 div 3\ncalculate | o | - | calculation=0.1 + 0.2\ncalculate | p | - | calculation=number('12abc')\ncalculate | q | - | calculation=number('1e3')",
    ),
    (
        "function-trigonometry",
        "decimal | a | A\ncalculate | b | - | calculation=round(sin(${a}), 6)\ncalculate | c | - | calculation=round(cos(${a}), 6)\ncalculate | d | - | calculation=round(tan(${a}), 6)\ncalculate | e | - | calculation=round(atan2(${a}, 2), 6)\ncalculate | f | - | calculation=round(exp(${a}), 4)\ncalculate | g | - | calculation=round(log(${a}), 6)\ncalculate | h | - | calculation=round(log10(${a}), 6)\ncalculate | i | - | calculation=round(pi(), 6)\ncalculate | j | - | calculation=sqrt(${a})\ncalculate | k | - | calculation=round(exp10(${a}), 3)",
    ),
    (
        "function-strings",
        "text | a | A\ncalculate | b | - | calculation=string-length(${a})\ncalculate | c | - | calculation=substr(${a}, 1)\ncalculate | d | - | calculation=substr(${a}, 1, 3)\ncalculate | e | - | calculation=substr(${a}, -2)\ncalculate | f | - | calculation=contains(${a}, 'b')\ncalculate | g | - | calculation=starts-with(${a}, 'a')\ncalculate | h | - | calculation=ends-with(${a}, 'l')\ncalculate | i | - | calculation=translate(${a}, 'abc', 'AB')\ncalculate | j | - | calculation=concat(${a}, 1, true())\ncalculate | k | - | calculation=normalize-space(concat('  ', ${a}, '  '))\ncalculate | l | - | calculation=substring-before(${a}, ' ')\ncalculate | m | - | calculation=substring-after(${a}, ' ')\ncalculate | n | - | calculation=join('-', ${a}, 'x')\ncalculate | o | - | calculation=coalesce(${a}, 'none')",
    ),
    (
        "function-dates",
        "date | a | A\ndateTime | b | B\ntime | t | T\ncalculate | c | - | calculation=format-date(${a}, '%Y/%m/%d %a %b %e %n %y')\ncalculate | d | - | calculation=format-date-time(${b}, '%H:%M:%S %h %3')\ncalculate | e | - | calculation=decimal-date-time(${a})\ncalculate | f | - | calculation=${a} + 1\ncalculate | g | - | calculation=date(${a} + 30)\ncalculate | h | - | calculation=${a} > '2025-01-01'\ncalculate | i | - | calculation=int((today() - ${a}) div 365.25)\ncalculate | j | - | calculation=if(${t} = '', '', decimal-time(${t}))\ncalculate | k | - | calculation=date-time(${b})\ncalculate | l | - | calculation=format-date(today() - 7, '%Y-%m-%d')\ncalculate | m | - | calculation=now()\ncalculate | n | - | calculation=today()",
    ),
    (
        "function-lists",
        "select_multiple abc | a | A\ncalculate | b | - | calculation=count-selected(${a})\ncalculate | c | - | calculation=selected(${a}, 'b')\ncalculate | d | - | calculation=selected-at(${a}, 1)\ncalculate | e | - | calculation=selected-at(${a}, 9)\ncalculate | f | - | calculation=jr:choice-name(selected-at(${a}, 0), '${a}')\ncalculate | g | - | calculation=checklist(1, 2, selected(${a}, 'a'), selected(${a}, 'b'))\ncalculate | h | - | calculation=weighted-checklist(2, 3, selected(${a}, 'a'), 2, selected(${a}, 'b'), 1)",
    ),
    (
        "function-logic",
        "integer | a | A\ncalculate | b | - | calculation=if(${a} > 2, 'big', 'small')\ncalculate | c | - | calculation=true() and not(false())\ncalculate | d | - | calculation=boolean(${a})\ncalculate | e | - | calculation=boolean-from-string(${a})\ncalculate | f | - | calculation=${a} = 1 or ${a} = 3\ncalculate | g | - | calculation=once(concat('first ', ${a}))\ncalculate | h | - | calculation=(${a} > 1) + 1\ncalculate | i | - | calculation='a' < 'b'\ncalculate | j | - | calculation='10' > '9'",
    ),
    (
        "function-digest",
        "text | a | A\ncalculate | b | - | calculation=digest(${a}, 'MD5')\ncalculate | c | - | calculation=digest(${a}, 'SHA-1', 'hex')\ncalculate | d | - | calculation=digest(${a}, 'SHA-256', 'base64')\ncalculate | e | - | calculation=base64-decode('SGVsbG8=')",
    ),
    (
        "function-places",
        "geopoint | a | A\ngeoshape | b | B\ncalculate | c | - | calculation=round(area(${b}), 1)\ncalculate | d | - | calculation=round(distance(${b}), 1)\ncalculate | f | - | calculation=selected-at(${a}, 0)\ncalculate | g | - | calculation=geofence(${a}, ${b})",
    ),
    (
        "function-places-two",
        "geopoint | a | A\ngeopoint | b | B\ncalculate | c | - | calculation=round(distance(${a}, ${b}), 1)",
    ),
    (
        "function-uuid",
        "calculate | a | - | calculation=uuid()\ncalculate | b | - | calculation=string-length(uuid(8))\ncalculate | c | - | calculation=random() < 2\ntext | t | T",
    ),
    (
        "function-count-non-empty",
        "begin_group | g | G\ntext | a | A\ntext | b | B\nend_group | - | -\ncalculate | c | - | calculation=count-non-empty(../g/*)\ncalculate | d | - | calculation=count(../g/*)",
    ),
    (
        "function-position",
        "begin_repeat | r | R\ntext | a | A\ncalculate | p | - | calculation=position(..)\ncalculate | q | - | calculation=count(${r})\ncalculate | s | - | calculation=sum(${p})\nend_repeat | - | -\ncalculate | l | - | calculation=${a}[position() = 1]",
    ),
    (
        "function-randomize",
        "select_one abc | a | A | parameters=randomize=true seed=1\nselect_one abc | b | B | parameters=randomize=true seed=12345\nselect_one abc | c | C | parameters=randomize=true seed=-7\nselect_one abc | d | D | parameters=randomize=true seed=1.5",
    ),
    (
        "function-decimal-output",
        "decimal | a | A\nnote | n | It is ${a} and half is ${h}\ncalculate | h | - | calculation=${a} div 2",
    ),
    // Other.
    (
        "last-saved",
        "text | a | A\ncalculate | b | - | calculation=${last-saved#a}\ntext | c | C | default=${last-saved#c} | relevant=${last-saved#a} != 'x'",
    ),
    (
        "reference-geometry",
        "select_one places | a | Where?\ngeotrace | g | G | parameters=reference-geometry=places\nc | places | x | X | geometry=10 106 0 0",
    ),
    ("comments", "text | a | A\n | - | -\ntext | b | B"),
    ("odd-names", "text | _a | A\ntext | a1 | B\ntext | A1x | C | relevant=${_a} = ${a1}"),
];
