// Those who arrange support plan days on which the provider is at the council, or cancel them.
import { wordsIn } from "../page.ts";
import { dateIn, periodFields } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { openSupport, presenceIn, supportInput } from "../support/support-journey.ts";
import { periodInWords } from "../words.ts";

export const planPresence = defineJourney({
  path: "/supports/:support/presence/new",
  title: "Plan days at the council",
  beforeSending:
    "The council sees these days at once. Your region sees them without the place, where the council lets it, so that visits do not clash.",
  send: "Plan these days",
  document: "support-days/plan-presence.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "PLAN_PRESENCE");
    if (!opened) return undefined;
    return {
      steps: [
        {
          ...{ name: "days", title: `When will ${opened.support.provider.name} be at ${opened.support.council.name}?` },
          fields: [...periodFields(), { name: "place", kind: "line", label: "Where", missing: "Enter where." }],
        },
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({
    input: {
      ...supportInput(words, request),
      from: dateIn(words, "from"),
      to: dateIn(words, "to"),
      place: wordsIn(words, "place"),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});

export const cancelPresence = defineJourney({
  path: "/supports/:support/presence/:presence/cancel",
  title: "Cancel days at the council",
  beforeSending: "It stays on record that these days were planned.",
  send: "Cancel these days",
  document: "support-days/cancel-presence.graphql",
  async open(executor, request) {
    const { presence: id } = request.address;
    const opened = await openSupport(executor, request, "CANCEL_PRESENCE", (support) => presenceIn(support, id)?.commands);
    const presence = opened && presenceIn(opened.support, id);
    if (!opened || !presence) return undefined;
    return { steps: [], ...opened.journey, title: `Cancel the days at the council of ${periodInWords(presence)}` };
  },
  variables: (words, request) => ({ input: { ...supportInput(words, request), presence: request.address.presence ?? "" } }),
  next: (_, request) => addressOfSupport(request),
});
