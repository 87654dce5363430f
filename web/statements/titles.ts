// What everybody may read, signed in or not: help, and the statements that a public service has to make.
export const STATEMENTS = [
  { path: "/help", title: "Help" },
  { path: "/accessibility", title: "Accessibility statement" },
  { path: "/privacy", title: "What the hub holds about you" },
  { path: "/cookies", title: "Cookies" },
] as const;
