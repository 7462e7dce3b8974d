/** An allow-list to begin with: it lets look, and change nothing. */
export const FIRST_ALLOW_LIST = `programs:
  - program: /usr/bin/df
    arguments: ["-hP|-iP|--output=pcent", "/[A-Za-z0-9._/@-]*"]
  - program: /usr/bin/systemctl
    arguments: ["is-active|cat", "[a-z][A-Za-z0-9@._-]*[.]service"]
`;
