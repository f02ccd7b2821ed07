package dev.grapnel.protogen.template;

import dev.grapnel.protogen.schema.MadeService;

/** What the service of a template looks like. */
interface Shape {

  MadeService make(Model model);
}
