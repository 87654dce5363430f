// The fields that name a person, where somebody is registered, named or renamed.
import type { FormField } from "../steps/fields.ts";

export const nameField = (initial = ""): FormField => ({
  ...{ name: "name", kind: "line", initial, label: "Name", hint: "As others will see it.", missing: "Enter the name." },
});

/** The subject that the person's tokens name. */
export const accountField = (hint: string): FormField => ({
  ...{ name: "person", kind: "line", label: "Account id", hint, missing: "Enter the account id." },
});
