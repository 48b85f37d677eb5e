using Lucarne.Clinic;
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
    var options = ServerOptions.Parse(args);
    Directory.CreateDirectory(options.Kept);
    await using var clinic = await ClinicDatabase.OpenAsync(options.Connection, options.Files, TimeProvider.System);
    await LucarneServer.Build(options, clinic).RunAsync();
    return 0;
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"lucarne: {error.Message}; see `./lucarne serve --help`.");
    return 2;
}
catch (Exception error) when (error is IOException or ClinicException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"lucarne: {error.Message}");
    return 1;
}
