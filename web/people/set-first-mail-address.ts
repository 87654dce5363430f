// How the governance officer sets where somebody of a council gets notices, until they say so themselves.
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { openPerson } from "./open-person.ts";
import { personPath } from "./people.ts";

export const setFirstMailAddress = defineJourney({
  path: "/people/:person/first-address",
  title: "First email address for notices",
  beforeSending: "Their notices go there. You cannot change it afterwards: they do that themselves.",
  send: "Set the address",
  document: "people/set-first-mail-address.graphql",
  async open(executor, request) {
    const opened = await openPerson(executor, request, "SET_FIRST_MAIL_ADDRESS");
    if (!opened) return undefined;
    return {
      ...opened.journey,
      steps: [
        {
          ...{ name: "address", title: `Where are the notices of ${opened.person.name ?? "this person"} sent?` },
          before: ["Without an address nobody tells them that something waits for them, and a council counts as not reached."],
          fields: [
            {
              ...{ name: "address", kind: "line", label: "Email address at work", missing: "Enter the email address." },
              hint: "Their own, which nobody else reads.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, { address }) => ({
    input: {
      ...{ idempotencyKey: wordsIn(words, "key"), person: address.person ?? "" },
      address: wordsIn(words, "address").trim(),
    },
  }),
  next: (_result, { address }) => personPath(address.person ?? ""),
});
