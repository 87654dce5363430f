// The audiences whose news an event may have changed: news came, or the record that it is of is read by others than before.
import type { StoredEvent } from "../../event-log/port.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import { readCouncilEvent } from "../../services/council/stream.ts";
import type { NewsAudience } from "../../services/news.ts";
import { NEWS_READ_CATEGORY } from "../../services/news-read/events.ts";
import type { ReadDeps } from "../deps.ts";
import { readSharingEvent } from "./concern-changes.ts";

export type NewsAudiences = ReadonlySet<NewsAudience> | "everybody";

type Deps = Pick<ReadDeps, "register" | "support" | "intake" | "council">;

/**
 * `change` is the concern's change, if the event belongs to a concern. The read models hold the event, and keep the news of a record as long as it can be read.
 */
export function newsInvalidated(deps: Deps, event: StoredEvent, change: ConcernChange | undefined): NewsAudiences {
  const { category, streamId } = event;
  if (category === NEWS_READ_CATEGORY) return new Set([`person:${streamId}` as const]);
  // A standing agreement can open or end shares of any concern of the council.
  const sharing = category === COUNCIL_CATEGORY ? readSharingEvent(event) : undefined;
  if (sharing && sharing.type !== "SharingPositionRecorded.v2") return "everybody";
  const opened = category === COUNCIL_CATEGORY ? concernOpened(event) : [];
  // What a council knows of a submission depends on the concerns that cite it.
  const cited = [change?.before, change?.after].flatMap((side) => side?.state.cited.map(({ submission }) => submission) ?? []);
  const { register, support, intake, council } = deps;
  const models = [register, support, intake, council];
  return new Set(
    [...new Set([streamId, ...cited, ...opened])].flatMap((subject) =>
      models.flatMap((model) => model.queries().news.audiencesOf(subject)),
    ),
  );
}

function concernOpened(event: StoredEvent): readonly string[] {
  const { type, data } = readCouncilEvent(event);
  return type === "ConcernOpenedByBody.v1" ? [data.concern] : [];
}
