// Those who arrange support make it part of a support package of its council, or of none.
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { openSupport, supportInput } from "../support/support-journey.ts";
import { periodInWords } from "../words.ts";

const NONE = "none";

export const setPackage = defineJourney({
  path: "/supports/:support/package",
  title: "Make support part of a package",
  beforeSending: "Parts of one package never clash with each other.",
  send: "Save",
  document: "support-course/set-package.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "SET_PACKAGE");
    if (!opened) return undefined;
    const { council } = opened.support;
    const { supports } = await executor.execute("support-course/packages.graphql", { council: council.code });
    const packages = supports.nodes
      .filter(({ id, endedOn }) => id !== request.address.support && endedOn === null)
      .map(({ id, provider, from, until }) => ({
        value: id,
        text: `The package from ${provider.name}, ${periodInWords({ from, to: until })}`,
      }));
    return {
      steps: [
        {
          ...{ name: "package", title: "Which support package is it part of?" },
          fields: [
            {
              ...{ name: "package", kind: "one", label: "Support package" },
              choices: [...packages, { value: NONE, text: "It is part of none" }],
              missing: "Select the package, or that it is part of none.",
            },
          ],
        },
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({
    input: {
      ...supportInput(words, request),
      package: wordsIn(words, "package") === NONE ? null : wordsIn(words, "package"),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});
