// The demonstration's region: twelve invented councils with two years of life, played day by day on an empty data folder before the hub first starts.
// Everything is recorded by the commands of invented people, on the day on which they give them, so that no rule and no time is passed over.
import { existsSync, readdirSync } from "node:fs";
import type { Config } from "../../hub/config.ts";
import { type Hub, openHub } from "../../hub/hub.ts";
import type { Logger } from "../../hub/observability/logger.ts";
import { demonstrationRegionCouncils } from "../../reference/councils.ts";
import { daysAfter, londonDate, startOf } from "../../services/dates.ts";
import { done } from "../ask.ts";
import { seedPeople } from "../seed.ts";
import { openActs, type Place } from "./acts.ts";
import * as concerns from "./concern-lives.ts";
import { MATTERS, type Matter } from "./matters.ts";
import * as others from "./other-lives.ts";
import { type PlayedLife, playLives } from "./timeline.ts";

const DAYS = 730;
const TEN_HOURS = 10 * 3_600_000;

/** Plays the region if the data folder is empty. `now` is when the hub starts; nothing is dated later. */
export async function playRegion(config: Config, logger: Logger, now: Date = new Date()): Promise<void> {
  if (existsSync(config.dataDir) && readdirSync(config.dataDir).length > 0) return;
  logger.info(
    { code: "DEMONSTRATION_PLAYED", days: DAYS },
    "the demonstration's region is played first: this takes up to a minute",
  );
  const last = londonDate(now);
  let instant = Date.parse(startOf(daysAfter(last, -DAYS))) + TEN_HOURS;
  const began = instant;
  const hub = await openHub(config, logger, { now: () => new Date(instant), steady: () => instant - began });
  try {
    await hub.live();
    await seedPeople(hub);
    const places = await seedHeads(hub);
    const acts = openActs(hub);
    const first = daysAfter(last, -DAYS);
    const lives = [
      ...places.flatMap((place, index) => livesOf(acts, place, index, first)),
      from(daysAfter(first, DAYS - 3), others.covered(acts)),
    ];
    await playLives(hub, lives, last, (day) => {
      instant = Math.min(Math.max(Date.parse(startOf(day)) + TEN_HOURS, instant), now.getTime());
    });
  } finally {
    await hub.close();
  }
}

/** The chief executive and the leader of each council; two of the councils have theirs among the demonstration's people. */
async function seedHeads(hub: Hub): Promise<readonly Place[]> {
  const tarrowshire: Place = { code: "X00000004", name: "Tarrowshire", chiefExecutive: "chief-executive", leader: "leader" };
  const places = demonstrationRegionCouncils.map(({ code, name }): Place => {
    const id = code.slice(-3);
    return { code, name, chiefExecutive: `chief-executive-${id}`, leader: `leader-${id}` };
  });
  const ambleford: Place = {
    ...{ code: "X00000005", name: "Ambleford", chiefExecutive: "chief-executive-ambleford", leader: "leader-ambleford" },
  };
  for (const [index, { code, chiefExecutive, leader }] of [ambleford, ...places].entries()) {
    await seedHead(hub, chiefExecutive, `${NAMES[index % NAMES.length]} (invented)`, "chief-executive", code);
    if (leader !== "leader-ambleford")
      await seedHead(hub, leader, `Cllr ${NAMES[(index + 5) % NAMES.length]} (invented)`, "leader", code);
  }
  return [tarrowshire, ambleford, ...places];
}

const NAMES = [
  ...["Aldous Brandreth", "Bettina Croft", "Corin Dunsmore", "Dilys Eastlake", "Emrys Fallow", "Freya Gantry", "Giles Holroyd"],
  ...["Hana Inskip", "Ivo Jessop", "Jocasta Kell", "Kit Lathom", "Lorna Mackeson", "Magnus Netherby"],
] as const;

async function seedHead(hub: Hub, person: string, name: string, role: string, council: string): Promise<void> {
  const { people } = hub.services;
  done(await people.execute("registerPerson", { person, name }, hub.asHub(`demonstration-person-${person}`)));
  const assignment = { person, role, council, from: "2020-01-01", until: "2039-12-31" };
  done(await people.execute("startAssignment", assignment, hub.asHub(`demonstration-assignment-${person}`)));
  done(await people.execute("recordSignIn", { person }, hub.asHub(`demonstration-sign-in-${person}`)));
}

type About = { readonly acts: ReturnType<typeof openActs>; readonly place: Place; readonly matter: Matter };
const CONCERNS: readonly ((about: About) => PlayedLife)[] = [
  ...[concerns.supported, concerns.explained, concerns.packaged, concerns.corrected, concerns.overridden, concerns.discarded],
];

/** The lives of one council: a concern every eight months, and support, submissions and requests between them, each begun on a day of its own. */
function livesOf(acts: ReturnType<typeof openActs>, place: Place, index: number, first: string): readonly PlayedLife[] {
  const ofCouncil = MATTERS.filter(({ strand }) => strand === "corporate" || !isDistrict(place));
  const about = (n: number, within: readonly Matter[] = ofCouncil): About => ({
    ...{ acts, place, matter: within[(index + n) % within.length] ?? (MATTERS[0] as Matter) },
  });
  const on = (day: number, life: PlayedLife): PlayedLife => from(daysAfter(first, day), life);
  const corporate = ofCouncil.filter(({ strand }) => strand === "corporate");
  const childrens = ofCouncil.filter(({ strand }) => strand === "childrens");
  const concernAt = (n: number) => (CONCERNS[(index + n) % CONCERNS.length] ?? concerns.explained)(about(n));
  return [
    on(3 + index, others.visited({ acts, place })),
    on(10 + index * 3, others.talked({ acts, place })),
    on(200 + index * 5, others.noted({ acts, place })),
    ...[0, 1, 2].map((n) => on(20 + index * 11 + n * 240, concernAt(n))),
    on(60 + index * 13, others.peerChallenge({ ...about(0, corporate), slipped: index % 3 === 0 })),
    on(150 + index * 17, others.mentored(about(1))),
    on(400 + index * 9, others.heard(about(2))),
    on(560 + index * 7, others.asked(about(3, corporate))),
    ...(index % 4 === 0 ? [on(300 + index * 10, others.declined(about(1, corporate)))] : []),
    ...(childrens.length > 0 ? [on(330 + index * 20, others.reported(about(0, childrens)))] : []),
    // What has begun of late, at every stage.
    on(DAYS - 12 + (index % 8), concerns.untold(about(4))),
    ...(index % 3 === 0 ? [on(DAYS - 30 + index, concerns.supported(about(5)))] : []),
    ...(index % 3 === 1 ? [on(DAYS - 9 + (index % 5), others.heard(about(5)))] : []),
    ...(index % 3 === 2
      ? [on(DAYS - 28, others.mentored(about(2, corporate))), on(DAYS - 6, others.asked(about(5, corporate)))]
      : []),
  ];
}

const isDistrict = ({ code }: Place): boolean =>
  code === "X00000005" || demonstrationRegionCouncils.some((council) => council.code === code && council.type === "district");

/** A life that begins on a day. */
async function* from(day: string, life: PlayedLife): PlayedLife {
  yield day;
  yield* life;
}
