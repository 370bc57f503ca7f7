/* SPDX-License-Identifier: MIT */
#include "scenario/flow.h"

#include "text/sink.h"

/* As deep as the document: its depth is limited when it is read. */
static void write_flow(spi_scene *scene, spi_sink *sink, const spi_text_item *item) {
  const spi_text_node *node = item->node;
  spi_slice text;
  switch (node->kind) {
  case SPI_TEXT_SCALAR:
    if (spi_scene_text(scene, item, &text)) {
      spi_sink_bytes(sink, text.data, text.length);
    }
    return;
  case SPI_TEXT_SEQUENCE:
    spi_sink_char(sink, '[');
    for (uint32_t i = 0; i < node->count; i++) {
      spi_sink_text(sink, i == 0 ? "" : ", ");
      write_flow(scene, sink, &node->of.items[i]);
    }
    spi_sink_char(sink, ']');
    return;
  default:
    spi_sink_char(sink, '{');
    for (uint32_t i = 0; i < node->count; i++) {
      spi_sink_text(sink, i == 0 ? "" : ", ");
      spi_sink_bytes(sink, node->of.pairs[i].key.node->text.data,
                     node->of.pairs[i].key.node->text.length);
      spi_sink_text(sink, ": ");
      write_flow(scene, sink, &node->of.pairs[i].value);
    }
    spi_sink_char(sink, '}');
  }
}

const char *spi_flow_keep(spi_scene *scene, const spi_text_item *item) {
  spi_sink sink = spi_sink_growing(&scene->scenario->allocator);
  const char *kept = "";
  write_flow(scene, &sink, item);
  if (spi_scene_do(scene, spi_sink_finish(&sink))) {
    kept = spi_scene_keep(scene, sink.data, sink.length);
  }
  spi_sink_free(&sink);
  return kept;
}
