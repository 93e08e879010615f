package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Fault;
import dev.usher.gateway.control.api.Reply.Problem;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The body of a login: `{"email": "…", "password": "…"}`. Nothing that stands in it is ever shown again, as people
/// mix fields up.
record LoginForm(String email, String password) {

    static final int BODY_BYTES_MAX = 8 * 1024;

    private static final int EMAIL_MAX = 320;
    private static final int PASSWORD_MAX = 1024;

    /// Either the form or what is wrong with it.
    sealed interface Read {
        record Understood(LoginForm form) implements Read {}

        record Wrong(Problem problem) implements Read {}
    }

    static Read read(Call call) {
        var refused = Bodies.notJson(call.contentType());
        if (refused != null) {
            return new Read.Wrong(refused);
        }
        try {
            return Json.decodeValue(call.body()) instanceof JsonObject json
                    ? read(new TreeMap<>(json.getMap()))
                    : new Read.Wrong(Problem.body(List.of(new Fault("", Fault.VALUE, "expected: an object"))));
        } catch (DecodeException _) {
            return new Read.Wrong(new Problem(400, "bad_json", "The body is not JSON (expected: an object)."));
        }
    }

    private static Read read(TreeMap<String, Object> fields) {
        var faults = new ArrayList<Fault>();
        var email = text("email", fields.remove("email"), EMAIL_MAX, faults);
        var password = text("password", fields.remove("password"), PASSWORD_MAX, faults);
        if (!fields.isEmpty()) {
            faults.add(new Fault("", Fault.KEY, fields.size() + " unknown keys (expected: email, password)"));
        }
        return faults.isEmpty()
                ? new Read.Understood(new LoginForm(email, password))
                : new Read.Wrong(Problem.body(faults));
    }

    private static String text(String key, @Nullable Object value, int max, List<Fault> faults) {
        if (value instanceof String text && !text.isEmpty() && text.length() <= max) {
            return text;
        }
        faults.add(new Fault("/" + key, Fault.VALUE, "(not shown) (expected: a text of 1.." + max + " characters)"));
        return "";
    }

    @Override
    public String toString() {
        return "(not shown)";
    }
}
