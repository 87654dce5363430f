// How the governance officer registers somebody by hand, who cannot join by invitation.
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { personPath } from "./people.ts";
import { accountField, nameField } from "./person-fields.ts";

export const registerPerson = defineJourney({
  path: "/register-person",
  title: "Register somebody by hand",
  beforeSending: "From now on the hub knows them by this account. They read nothing until you give them an office.",
  send: "Register the person",
  document: "people/register-person.graphql",
  async open({ execute }) {
    const { viewer } = await execute("people/may-register.graphql", {});
    if (!viewer.mayRegisterPeople) return undefined;
    return {
      from: { href: "/people", text: "People" },
      steps: [
        {
          ...{ name: "who", title: "Who do you register?" },
          before: [
            "Invite people instead, wherever you can: whoever signs in with the invited email address joins under their own account, and nobody has to know its id.",
            "Register somebody by hand only if your sign-in does not tell the hub which email addresses it has verified, and you were given the id of their account by the people who run the sign-in. Whoever signs in with that account is this person to the hub.",
          ],
          fields: [nameField(), accountField("Exactly as the sign-in has it. It cannot be changed later.")],
        },
      ],
    };
  },
  variables: (words) => ({
    input: { idempotencyKey: wordsIn(words, "key"), person: wordsIn(words, "person").trim(), name: wordsIn(words, "name") },
  }),
  next: (result) => ("person" in result && result.person ? personPath(result.person.id) : "/people"),
});
