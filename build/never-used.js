// Stands in, in the build, for packages that Bolt loads and the bot never uses: Express for its Express receiver, and the
// ones for its Socket Mode and its installation pages. With what they load, 0.6 MB of code and 5 MiB of idle memory.
export {};
