// The GraphQL name of a list's value.

/** `high-risk-change` is HIGH_RISK_CHANGE, `sharingRecord` SHARING_RECORD; a value that starts with a digit gets a letter before it. */
export function enumName(value: string): string {
  const name = value === value.toUpperCase() ? value : value.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
  return name.replaceAll("-", "_").replace(/^(?=\d)/, "GRADE_");
}
