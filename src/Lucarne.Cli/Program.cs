using Lucarne.Cli;

return CommandLine.Run(args);
