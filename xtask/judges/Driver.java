// Drives scripted interviews through JavaRosa, the engine of ODK Collect, as it lies in the archive of ODK Validate that pyxform's wheel carries.
// Arguments: a file with jobs, [{"form": XML, "script": JSON, "trace": JSON}, …]. Formats: docs/forms-conformance.md. One process does all jobs.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DateTimeData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.core.model.utils.IPreloadHandler;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.form.api.FormEntryCaption;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.core.model.actions.setgeopoint.SetGeopointAction;
import org.javarosa.core.model.actions.setgeopoint.SetGeopointActionHandler;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;

public final class Driver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CLOCK = Pattern.compile("(?<![\\w.:-])(now|today)\\s*\\(");
    private static final int LIMIT_SECONDS = 30;
    private static final int LARGEST_WALK = 20_000;

    private final FormDef form;
    private final FormEntryModel model;
    private final FormEntryController controller;
    private final XFormAnswerDataSerializer serializer = new XFormAnswerDataSerializer();
    /** Places of the form by path: questions, groups, instances of repeats. */
    private Map<String, FormIndex> places = new LinkedHashMap<>();
    /** Where a further instance of a repeat can be asked for, by the path of the repeat without its number. */
    private Map<String, FormIndex> invitations = new LinkedHashMap<>();

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        try {
            hold(arguments[0], out);
            System.exit(0);
        } catch (Exception fault) {
            fault.printStackTrace(out);
            System.exit(1);
        }
    }

    private static void hold(String list, PrintStream out) throws Exception {
        // The engine talks much; what it says is in the traces where it matters.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        new XFormsModule().registerModule();
        XFormParser.registerActionHandler(SetGeopointActionHandler.ELEMENT_NAME, new NoPosition());
        ReferenceManager.instance().addReferenceFactory(new Folder());
        int failed = 0;
        ExecutorService worker = Executors.newSingleThreadExecutor(Driver::daemon);
        for (JsonNode job : JSON.readTree(new File(list))) {
            ObjectNode trace;
            try {
                trace = worker.submit(() -> run(job)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (Exception fault) {
                Throwable cause = fault.getCause() == null ? fault : fault.getCause();
                trace = JSON.createObjectNode();
                trace.put("error", cause.getClass().getSimpleName() + ": " + cause.getMessage());
                failed += 1;
                if (!(fault instanceof ExecutionException)) {
                    worker = Executors.newSingleThreadExecutor(Driver::daemon);
                }
            }
            JSON.writeValue(new File(job.get("trace").asText()), trace);
        }
        out.println(failed + " of the interviews could not be held");
        out.flush();
    }

    private static Thread daemon(Runnable work) {
        // Deep forms recurse deeply.
        Thread thread = new Thread(null, work, "interview", 64L << 20);
        thread.setDaemon(true);
        return thread;
    }

    private static ObjectNode run(JsonNode job) throws Exception {
        Path path = Path.of(job.get("form").asText());
        JsonNode script = JSON.readTree(new File(job.get("script").asText()));
        OffsetDateTime now = OffsetDateTime.parse(script.get("now").asText());
        TimeZone zone = TimeZone.getTimeZone(now.getOffset());
        TimeZone.setDefault(zone);
        org.joda.time.DateTimeZone.setDefault(org.joda.time.DateTimeZone.forTimeZone(zone));
        Folder.current = path.toAbsolutePath().getParent();
        return new Driver(path, script, Date.from(now.toInstant())).interview(script);
    }

    private Driver(Path path, JsonNode script, Date now) throws Exception {
        // Own functions cannot take the place of built-in ones, so that those which ask the clock get other names.
        String text = CLOCK.matcher(Files.readString(path)).replaceAll("judge-$1(");
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        form.addFunctionHandler(new Clock("judge-now", () -> now));
        form.addFunctionHandler(new Clock("judge-today", () -> DateUtils.roundDate(now)));
        form.addFunctionHandler(new PullData(path.toAbsolutePath().getParent()));
        form.getPreloader().addPreloadHandler(preload("date", parameters ->
                parameters.equals("today") ? new DateData(now) : null, null));
        form.getPreloader().addPreloadHandler(preload("timestamp", parameters ->
                parameters.equals("start") ? new DateTimeData(now) : null, (element, parameters) -> {
                    if (parameters.equals("end")) {
                        element.setAnswer(new DateTimeData(now));
                        return true;
                    }
                    return false;
                }));
        form.getPreloader().addPreloadHandler(preload("property", parameters -> {
            JsonNode known = script.get(parameters);
            return known == null ? null : new StringData(known.asText());
        }, null));
        if (form.getLocalizer() != null && script.hasNonNull("language")) {
            form.getLocalizer().setLocale(script.get("language").asText());
        }
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        form.initialize(true, new InstanceInitializationFactory());
    }

    private ObjectNode interview(JsonNode script) throws IOException {
        ObjectNode trace = JSON.createObjectNode();
        trace.put("form", form.getTitle());
        ArrayNode languages = trace.putArray("languages");
        languages().forEach(languages::add);
        trace.put("language", form.getLocalizer() == null ? null : model.getLanguage());
        ArrayNode steps = trace.putArray("steps");
        ObjectNode opened = steps.addObject();
        opened.putNull("step");
        opened.put("outcome", "done");
        opened.set("nodes", nodes());
        for (JsonNode step : script.get("steps")) {
            ObjectNode taken = steps.addObject();
            taken.set("step", step);
            try {
                taken.put("outcome", take(step));
            } catch (RuntimeException fault) {
                taken.put("outcome", "fault: " + fault.getMessage());
            }
            taken.set("nodes", nodes());
        }
        controller.finalizeFormEntry();
        ObjectNode end = trace.putObject("final");
        end.set("nodes", nodes());
        byte[] submission = new XFormSerializingVisitor().serializeInstance(form.getMainInstance());
        end.put("submission", new String(submission, StandardCharsets.UTF_8));
        return trace;
    }

    private String take(JsonNode step) {
        if (step.has("answer")) {
            return answer(numbered(step.get("answer").asText()), step.get("value").asText());
        }
        if (step.has("language")) {
            String language = step.get("language").asText();
            if (!languages().contains(language)) {
                return "not offered";
            }
            controller.setLanguage(language);
            return "done";
        }
        if (step.has("add")) {
            String path = numbered(step.get("add").asText());
            FormIndex index = invitations.get(path.substring(0, path.endsWith("]") ? path.lastIndexOf('[') : path.length()));
            if (index == null || !model.isIndexRelevant(index) || !form.canCreateRepeat(form.getChildInstanceRef(index), index)) {
                return "not offered";
            }
            controller.newRepeat(index);
            return "done";
        }
        FormIndex index = places.get(numbered(step.get("remove").asText()));
        IFormElement element = index == null ? null : form.getChild(index);
        if (!(element instanceof GroupDef) || !((GroupDef) element).getRepeat() || !model.isIndexRelevant(index)
                || ((GroupDef) element).noAddRemove || ((GroupDef) element).count != null) {
            return "not offered";
        }
        controller.deleteRepeat(index);
        return "done";
    }

    private String answer(String path, String value) {
        FormIndex index = places.get(path);
        if (index == null || !(form.getChild(index) instanceof QuestionDef) || !model.isIndexRelevant(index)) {
            return "not offered";
        }
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        if (prompt.isReadOnly()) {
            return "not offered";
        }
        if (choosing(prompt)) {
            List<String> offered = new ArrayList<>();
            prompt.getSelectChoices().forEach(choice -> offered.add(choice.getValue()));
            if (!value.isBlank() && !offered.containsAll(Arrays.asList(value.trim().split("\\s+")))) {
                return "not offered";
            }
        }
        IAnswerData data = null;
        if (!value.isEmpty()) {
            try {
                data = XFormAnswerDataParser.getAnswerData(value, prompt.getDataType(), prompt.getQuestion());
            } catch (RuntimeException fault) {
                return "not a value";
            }
            if (data == null) {
                return "not a value";
            }
        }
        controller.saveAnswer(index, data, true);
        return "done";
    }

    private List<String> languages() {
        return form.getLocalizer() == null ? List.of() : Arrays.asList(model.getLanguages());
    }

    /** Repeats without a number are the first instances. */
    private String numbered(String path) {
        StringBuilder whole = new StringBuilder();
        String[] parts = path.substring(1).split("/");
        for (int at = 0; at < parts.length; at += 1) {
            whole.append('/').append(parts[at]);
            boolean last = at == parts.length - 1;
            if (!parts[at].endsWith("]") && !last && places.containsKey(whole + "[1]")) {
                whole.append("[1]");
            }
        }
        return whole.toString();
    }

    private ObjectNode nodes() {
        // Looking at choices removes answers that are no longer among them, as on a screen; the second round sees what followed from the first.
        walk();
        walk();
        ObjectNode nodes = JSON.createObjectNode();
        TreeElement root = form.getMainInstance().getRoot();
        describe(root, "/" + name(root), true, false, nodes);
        return nodes;
    }

    /** Finds the place of everything; stepping is also what makes counted repeats as many as they should be. */
    private void walk() {
        places = new LinkedHashMap<>();
        invitations = new LinkedHashMap<>();
        FormIndex index = FormIndex.createBeginningOfFormIndex();
        for (int taken = 0; taken < LARGEST_WALK; taken += 1) {
            index = model.incrementIndex(index, true);
            if (index.isEndOfFormIndex()) {
                return;
            }
            if (model.isIndexRelevant(index)) {
                model.setQuestionIndex(index);
            }
            TreeReference reference = form.getChildInstanceRef(index);
            TreeElement element = form.getMainInstance().resolveReference(reference);
            if (element == null) {
                invitations.put(unnumbered(path(reference)), index);
            } else {
                places.putIfAbsent(path(reference), index);
                if (model.isIndexRelevant(index) && form.getChild(index) instanceof QuestionDef) {
                    FormEntryPrompt prompt = model.getQuestionPrompt(index);
                    if (choosing(prompt)) {
                        prompt.getSelectChoices();
                    }
                }
            }
        }
    }

    private static String unnumbered(String path) {
        return path.endsWith("]") ? path.substring(0, path.lastIndexOf('[')) : path;
    }

    private String path(TreeReference reference) {
        StringBuilder path = new StringBuilder();
        for (int level = 0; level < reference.size(); level += 1) {
            path.append('/').append(reference.getName(level));
            TreeReference upper = reference.getSubReference(level);
            TreeElement template = form.getMainInstance().getTemplatePath(upper);
            if (level > 0 && template != null && template.isRepeatable()) {
                path.append('[').append(reference.getMultiplicity(level) + 1).append(']');
            }
        }
        return path.toString();
    }

    private static String name(TreeElement element) {
        String prefix = element.getNamespacePrefix();
        boolean prefixed = prefix != null && !prefix.isEmpty();
        return prefixed ? prefix + ":" + element.getName() : element.getName();
    }

    private void describe(TreeElement parent, String above, boolean relevant, boolean readonly, ObjectNode nodes) {
        for (int at = 0; at < parent.getNumChildren(); at += 1) {
            TreeElement element = parent.getChildAt(at);
            if (element.getMult() == TreeReference.INDEX_TEMPLATE) {
                continue;
            }
            String path = above + "/" + name(element);
            if (element.isRepeatable()) {
                path += "[" + (element.getMult() + 1) + "]";
            }
            boolean own = relevant && element.isRelevant();
            boolean closed = readonly || !element.isEnabled();
            ObjectNode node = nodes.putObject(path);
            node.put("relevant", own);
            FormIndex index = places.get(path);
            if (element.getNumChildren() == 0 && !element.isRepeatable() && !grouped(index)) {
                leaf(element, own, closed, node);
            }
            if (index != null && own) {
                texts(index, element, node);
            }
            describe(element, path, own, closed, nodes);
        }
    }

    private boolean grouped(FormIndex index) {
        return index != null && form.getChild(index) instanceof GroupDef;
    }

    private void leaf(TreeElement element, boolean relevant, boolean readonly, ObjectNode node) {
        IAnswerData data = element.getValue();
        String value = "";
        if (data != null) {
            Object serialized = serializer.serializeAnswerData(data, element.getDataType());
            value = serialized instanceof String ? (String) serialized : data.getDisplayText();
        }
        node.put("value", value);
        node.put("required", element.isRequired());
        node.put("readonly", readonly);
        node.put("valid", data == null || !relevant || form.evaluateConstraint(element.getRef(), data));
    }

    private void texts(FormIndex index, TreeElement element, ObjectNode node) {
        if (!(form.getChild(index) instanceof QuestionDef)) {
            put(node, "label", () -> {
                FormEntryCaption caption = model.getCaptionPrompt(index);
                String text = caption.getLongText();
                return text != null ? text : caption.getShortText();
            });
            return;
        }
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        put(node, "label", prompt::getQuestionText);
        put(node, "hint", prompt::getHelpText);
        if (!node.path("valid").asBoolean(true)) {
            put(node, "constraintMsg", () -> prompt.getConstraintText(element.getValue()));
        }
        if (choosing(prompt)) {
            ArrayNode values = node.putArray("choices");
            ArrayNode labels = node.putArray("choiceLabels");
            for (SelectChoice choice : prompt.getSelectChoices()) {
                values.add(choice.getValue());
                String label;
                try {
                    label = prompt.getSelectChoiceText(choice);
                } catch (RuntimeException missing) {
                    label = null;
                }
                labels.add(label == null ? "" : label);
            }
        }
    }

    private static void put(ObjectNode node, String name, Supplier<String> text) {
        String said;
        try {
            said = text.get();
        } catch (RuntimeException missing) {
            // A text that no language has.
            said = null;
        }
        if (said != null) {
            node.put(name, said);
        }
    }

    private static boolean choosing(FormEntryPrompt prompt) {
        int control = prompt.getControlType();
        return control == Constants.CONTROL_SELECT_ONE || control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK;
    }

    private interface Told {
        IAnswerData of(String parameters);
    }

    private interface Ended {
        boolean at(TreeElement element, String parameters);
    }

    private static IPreloadHandler preload(String name, Told told, Ended ended) {
        return new IPreloadHandler() {
            @Override
            public String preloadHandled() {
                return name;
            }

            @Override
            public IAnswerData handlePreload(String parameters) {
                return told.of(parameters);
            }

            @Override
            public boolean handlePostProcess(TreeElement element, String parameters) {
                return ended != null && ended.at(element, parameters);
            }
        };
    }

    /** The script's time instead of the machine's. */
    private static final class Clock implements IFunctionHandler {
        private final String name;
        private final Supplier<Object> time;

        Clock(String name, Supplier<Object> time) {
            this.name = name;
            this.time = time;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public List<Class[]> getPrototypes() {
            return Collections.singletonList(new Class[0]);
        }

        @Override
        public boolean rawArgs() {
            return false;
        }

        @Override
        public boolean realTime() {
            return true;
        }

        @Override
        public Object eval(Object[] arguments, EvaluationContext context) {
            return time.get();
        }
    }

    /** Looks a value up in an attached table, as Collect does; the engine leaves it to its host. */
    private static final class PullData implements IFunctionHandler {
        private final Path folder;

        PullData(Path folder) {
            this.folder = folder;
        }

        @Override
        public String getName() {
            return "pulldata";
        }

        @Override
        public List<Class[]> getPrototypes() {
            return Collections.singletonList(new Class[] {String.class, String.class, String.class, String.class});
        }

        @Override
        public boolean rawArgs() {
            return false;
        }

        @Override
        public boolean realTime() {
            return false;
        }

        @Override
        public Object eval(Object[] arguments, EvaluationContext context) {
            Path table = folder.resolve(arguments[0] + ".csv");
            CSVFormat headed = CSVFormat.DEFAULT.withFirstRecordAsHeader();
            try (CSVParser rows = CSVParser.parse(table.toFile(), StandardCharsets.UTF_8, headed)) {
                for (CSVRecord row : rows) {
                    if (row.get((String) arguments[2]).equals(arguments[3])) {
                        return row.get((String) arguments[1]);
                    }
                }
                return "";
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }
    }

    /** A machine without a receiver of positions. */
    private static final class NoPosition extends SetGeopointActionHandler {
        @Override
        public SetGeopointAction getSetGeopointAction() {
            return new Nowhere();
        }
    }

    /** Sets nothing. */
    public static final class Nowhere extends SetGeopointAction {
        @Override
        public void requestLocationUpdates() {
        }
    }

    /** Attachments lie in the folder of the form. */
    private static final class Folder implements ReferenceFactory {
        static Path current;

        @Override
        public boolean derives(String uri) {
            return uri.startsWith("jr://");
        }

        @Override
        public Reference derive(String uri) {
            return new Attachment(uri, current.resolve(uri.substring(uri.lastIndexOf('/') + 1)));
        }

        @Override
        public Reference derive(String uri, String context) {
            return derive(uri);
        }
    }

    private static final class Attachment implements Reference {
        private final String uri;
        private final Path path;

        Attachment(String uri, Path path) {
            this.uri = uri;
            this.path = path;
        }

        @Override
        public boolean doesBinaryExist() {
            return Files.exists(path);
        }

        @Override
        public InputStream getStream() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return path.toString();
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove() {
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}
