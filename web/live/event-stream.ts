// Writes server-sent events of a page. They are few and short, so that what a browser does not read stays small until its connection is closed.
import type { Response } from "express";
import { EVENT_STREAM } from "../../graphql/media-types.ts";
import type { Hub } from "../../hub/hub.ts";

/** `news`: the text of the link to the news. `position`: where to continue. `changed`: the record of the page. `ended`: the session. */
type UpdateName = "news" | "position" | "changed" | "ended";

export type EventStream = {
  /** Does nothing once the stream is closed. `data` has no line breaks and is not empty: browsers ignore an event without data. */
  readonly send: (name: UpdateName, data?: string) => void;
  readonly close: () => void;
};

/** Proxies close a connection on which nothing comes for long. */
const PING_MS = 12_000;

export function openEventStream(response: Response, background: Hub["background"]): EventStream {
  response.status(200).setHeader("content-type", `${EVENT_STREAM}; charset=utf-8`);
  // Without these, proxies delay events to fill a buffer or to compress them.
  response.setHeader("cache-control", "no-store, no-transform").setHeader("x-accel-buffering", "no");
  const write = (text: string): void => {
    if (!response.writableEnded && !response.destroyed) response.write(text);
  };
  const ping = background.every(PING_MS, "UPDATES_NOT_SENT", () => write(":\n\n"));
  response.once("close", ping.stop);
  if (response.closed) ping.stop();
  write(":\n\n");
  return {
    send: (name, data = "-") => write(`event: ${name}\ndata: ${data}\n\n`),
    close: () => response.end(),
  };
}
