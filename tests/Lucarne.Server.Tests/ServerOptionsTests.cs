namespace Lucarne.Server.Tests;

/// <summary>The command line of the server's program.</summary>
public sealed class ServerOptionsTests
{
    [Fact]
    public void Options_are_read_and_the_rest_keeps_its_default()
    {
        var options = ServerOptions.Parse(["--urls", "http://*:8080", "--role", "web", "--database", "Host=db"]);
        Assert.Equal(("http://*:8080", ServerRole.Web, "Host=db"), (options.Urls, options.Role, options.Connection));
        Assert.Equal("http://localhost:5080", ServerOptions.Parse([]).Urls);
    }

    [Theory]
    [InlineData("there is no option --port", "--port", "80")]
    [InlineData("expected all, web or worker", "--role", "everything")]
    [InlineData("--urls needs a value", "--urls")]
    [InlineData("no address to listen at", "--urls", "nonsense")]
    public void What_is_wrong_is_said_in_a_sentence(string words, params string[] arguments) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => ServerOptions.Parse(arguments)).Message, StringComparison.Ordinal);
}
