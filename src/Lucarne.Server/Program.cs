using Lucarne.Clinic;
using Lucarne.Server;
using Lucarne.Server.Reading;
using Lucarne.Server.Working;

if (args is [ReadingProcess.Word])
{
    using var loop = new ReadingLoop(Console.OpenStandardInput(), Console.OpenStandardOutput());
    await loop.RunAsync(CancellationToken.None);
    return 0;
}

if (args is [WorkerProcess.Word, var name])
{
    await WorkerProcess.RunAsync(name, Console.OpenStandardInput(), line => Console.Error.WriteLine(line));
    return 0;
}

try
{
    var options = ServerOptions.Parse(args);
    Directory.CreateDirectory(options.Kept);
    await using var clinic = await ClinicDatabase.OpenAsync(options.Connection, options.Files, TimeProvider.System);
    await (options.Role == ServerRole.Worker ? LucarneServer.BuildWorker(options, clinic) : LucarneServer.Build(options, clinic)).RunAsync();
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
