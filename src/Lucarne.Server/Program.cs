using Lucarne.Server;
using Lucarne.Server.Reading;

if (args is [ReadingProcess.Word])
{
    using var loop = new ReadingLoop(Console.OpenStandardInput(), Console.OpenStandardOutput());
    await loop.RunAsync(CancellationToken.None);
    return 0;
}

try
{
    await LucarneServer.Build(ServerOptions.Parse(args)).RunAsync();
    return 0;
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"lucarne: {error.Message}; see `./lucarne serve --help`.");
    return 2;
}
catch (IOException error)
{
    Console.Error.WriteLine($"lucarne: {error.Message}");
    return 1;
}
