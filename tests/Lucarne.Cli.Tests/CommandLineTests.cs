using System.CommandLine;

namespace Lucarne.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void A_command_that_is_named_first_is_made_alone_under_its_own_name()
    {
        foreach (var command in CommandLine.Create().Subcommands) Assert.Equal(command.Name, Assert.Single(CommandLine.Create(command.Name).Subcommands).Name);
        Assert.True(CommandLine.Create("no-command").Subcommands.Count > 20);
    }

    [Theory]
    [InlineData("recipes", "")]
    [InlineData("check", "--data --out --set")]
    [InlineData("train", "--data --out --set --epochs --device --resume --overwrite")]
    [InlineData("evaluate", "--data --out --json --device")]
    [InlineData("predict", "--json --device")]
    [InlineData("cluster", "--data -k --out --device")]
    [InlineData("demo", "--quick --no-serve --device")]
    [InlineData("serve", "--urls --database --role")]
    [InlineData("phantom", "--out --patients --slices --seed")]
    [InlineData("weights", "")]
    [InlineData("bench", "--turns")]
    public void Every_command_takes_the_options_that_were_agreed(string name, string options)
    {
        var command = Assert.Single(CommandLine.Create().Subcommands, command => command.Name == name);
        Assert.Superset(options.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(), command.Options.Select(option => option.Name).ToHashSet());
    }

    [Fact]
    public void Every_command_argument_and_option_says_what_it_is()
    {
        var commands = CommandLine.Create().Subcommands.SelectMany(command => command.Subcommands.Append(command)).ToList();
        IEnumerable<Symbol> symbols = commands.SelectMany(command => command.Options.Concat<Symbol>(command.Arguments).Append(command));
        Assert.All(symbols, symbol => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), symbol.Name));
    }

    [Fact]
    public void Overrides_may_hold_commas_and_brackets()
    {
        var parsed = CommandLine.Create().Parse(["train", "kidney-ct", "--data", "a", "--out", "b", "--set", "network.sequential.filters=[8,16]", "--set", "train.seed=3"]);
        Assert.Empty(parsed.Errors);
        Assert.Equal(["network.sequential.filters=[8,16]", "train.seed=3"], parsed.GetValue<string[]>("--set")!);
    }
}
