package dev.grapnel.protogen.schema;

/**
 * How a call looks in HTTP: {@code option (google.api.http)}.
 *
 * @param verb the verb in small letters, {@code get} for example, as fields of {@code
 *     google.api.HttpRule} are called
 * @param path the path template, for example <code>/v1/{name=books/*}</code>
 * @param body the field that the body is, {@code *} for all that is not in the path; empty for none
 */
public record HttpRule(String verb, String path, String body) {}
