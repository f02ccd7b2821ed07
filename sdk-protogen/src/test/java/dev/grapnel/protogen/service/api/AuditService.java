package dev.grapnel.protogen.service.api;

/** Has calls of the same names as {@link UserApi}. */
public interface AuditService {

  String get(GetRequest request);

  void delete(long id);
}
