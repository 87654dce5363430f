// Acts 7 to 9: support that the council agrees to, the region's picture of it, a conclusion; and a council's own request for
// support.
import { as, day, does, say, sees, words } from "./teller.ts";

const SUPPORT = "SupportChanged { id }";
const COUNCIL = "X00000004";

export async function support(concern: string): Promise<void> {
  say(
    "\n7. Support is offered to the council, goes ahead with its agreement only, and the council says what its region sees of it",
  );
  const { id = "" } = await does(
    "cib-lead",
    "offers mentoring to the council, told the day before of the offer and that the ADASS leads will see it",
    "offerSupport",
    {
      ...{
        council: COUNCIL,
        strand: "CHILDRENS",
        kind: "MENTORING",
        provider: "cib-east-midlands",
        causes: ["SERVICE_PERFORMANCE"],
      },
      ...{ aim: "A serving director mentors the managers of two teams.", lead: "Regional lead director (invented)" },
      ...{ offeredTo: "CHIEF_EXECUTIVE", toldName: "Maren Tolliver (invented)", channel: "IN_PERSON", offeredOn: day(-1) },
      ...{ from: day(0), until: day(180), answerBy: day(14), shownTo: ["adass-east-midlands"] },
    },
    { changed: SUPPORT },
  );
  const begins = { support: id, begunOn: day(0) };
  await does("cib-lead", "begins it", "beginSupport", begins, { refusal: "SUPPORT_NOT_AGREED", changed: SUPPORT });
  await waits("chief-executive", "OFFER_TO_ANSWER");
  for (const person of ["adass-lead", "regional-improvement"]) await seesSupport(person, id);
  await does("chief-executive", "agrees", "answerSupport", { support: id, answer: "AGREED" }, { changed: SUPPORT });
  await does("cib-lead", "begins it", "beginSupport", begins, { changed: SUPPORT });
  for (const person of ["adass-lead", "regional-improvement"]) await seesSupport(person, id);
  await does(
    "chief-executive",
    "lets the region see what it is for",
    "setRegionView",
    { support: id, regionSees: "PURPOSE" },
    { changed: SUPPORT },
  );
  for (const person of ["adviser", "adass-lead", "cib-lead-london"]) await seesSupport(person, id);

  say("\n8. The concern is concluded with the council: light support");
  const lacking = { concern, kind: "LIGHT_SUPPORT", supports: [id] };
  await does("adviser", "concludes it without saying why", "concludeConcern", lacking, { refusal: "CONCLUSION_INCOMPLETE" });
  await does("adviser", "concludes it with the causal factors and the solutions", "concludeConcern", {
    ...lacking,
    causalFactors: "Two teams without a permanent manager for most of a year.",
    solutions: "Mentoring for both managers, and a supervision rota that the council checks each month.",
  });
  await sees("chief-executive", concern);

  say("\n9. A council asks for support itself: its adviser hears of it, and no concern is counted");
  await does(
    "leader-ambleford",
    "asks for a finance peer",
    "requestSupport",
    {
      council: "X00000005",
      strand: "CORPORATE",
      wanted: "Somebody to read our medium-term strategy with us before cabinet does.",
    },
    { changed: "SignalChanged { id }" },
  );
  await waits("adviser", "SIGNAL_TO_ANSWER");
}

type Waiting = {
  kind: string;
  sentence: string;
  council: { name: string } | null;
  support: { kind: string | null } | null;
  signal: { wanted: string } | null;
};

/** Prints the first items of one kind that wait for a person. */
async function waits(person: string, kind: string): Promise<void> {
  const { inbox } = await (await as(person)).ask<{ inbox: { nodes: Waiting[] } }>(
    "{ inbox(first: 100) { nodes { kind sentence council { name } support { kind } signal { wanted } } } }",
  );
  for (const item of inbox.nodes.filter((waiting) => waiting.kind === kind).slice(0, 4))
    say(
      `  waits for ${person}: ${item.sentence} ${[item.council?.name, item.support?.kind && words(item.support.kind), item.signal?.wanted.replace(/\.$/, "")].filter(Boolean).join(", ")}`,
    );
}

type Support = {
  kind: string | null;
  status: string;
  lead: string;
  provider: { name: string };
  detail: { aim: string } | null;
};

/** Prints what a person sees of a support. */
async function seesSupport(person: string, id: string): Promise<void> {
  const { support: seen } = await (await as(person)).ask<{ support: Support | null }>(
    `{ support(id: "${id}") { kind status lead provider { name } detail { aim } } }`,
  );
  if (!seen) return say(`  ${person} sees no such support.`);
  const { kind, status, lead, provider, detail } = seen;
  const purpose = kind ? words(kind) : "support (kind and causes withheld)";
  say(
    `  ${person} sees ${words(status)}: ${purpose}, ${provider.name}, led by ${lead}; ${detail ? `aim: ${detail.aim}` : "detail withheld"}`,
  );
}
