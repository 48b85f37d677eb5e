using Lucarne.Cli.Terminal;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Tests.Terminal;

public sealed class GuardedTests : IDisposable
{
    private readonly StringWriter errors = new();

    [Fact]
    public void The_code_of_the_work_is_handed_on()
    {
        Assert.Equal(7, Guarded.Run(() => 7, errors, CancellationToken.None));
        Assert.Equal("", errors.ToString());
    }

    [Fact]
    public void A_recipes_fault_is_the_command_lines() => Becomes(new RecipeException("The recipe is wrong."), 2, "lucarne: The recipe is wrong.");

    [Fact]
    public void Data_that_will_not_do_makes_the_work_impossible() => Becomes(new DataException("There is no data."), 1, "lucarne: There is no data.");

    [Fact]
    public void Only_the_first_line_of_a_long_message_is_said() =>
        Becomes(new TrainingException("It does not fit.\nException raised from somewhere"), 1, "lucarne: It does not fit.");

    [Fact]
    public void What_a_parallel_loop_wraps_is_said_once() =>
        Becomes(new AggregateException(new AggregateException(new IOException("The disk is full.")), new IOException("The disk is full.")), 1, "lucarne: The disk is full.");

    [Fact]
    public void An_interruption_is_one_only_where_it_was_asked_for()
    {
        using var asked = new CancellationTokenSource();
        asked.Cancel();
        Assert.Equal(130, Guarded.Run(() => throw new OperationCanceledException(), errors, asked.Token));

        // A download that takes too long is cancelled too, by nobody at the keyboard.
        Becomes(new TaskCanceledException("It took too long."), 1, "lucarne: a fault of Lucarne's own, TaskCanceledException: It took too long.");
    }

    [Fact]
    public void An_interrupted_training_says_how_to_go_on() =>
        Becomes(new InterruptedException("interrupted after epoch 3.", new OperationCanceledException()), 130, "lucarne: interrupted after epoch 3.");

    [Fact]
    public void What_nobody_expected_is_a_fault_that_can_be_reported()
    {
        Becomes(new InvalidOperationException("Sequence contains no elements."), 1, "lucarne: a fault of Lucarne's own, InvalidOperationException: Sequence contains no elements.");
        Assert.Contains("LUCARNE_TRACE=1", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_native_library_that_is_missing_is_said_with_what_installs_it()
    {
        Becomes(new DllNotFoundException("Unable to load liblucarne_torch.so"), 1, "lucarne: a native library cannot be loaded");
        Assert.Contains("./lucarne", errors.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => errors.Dispose();

    private void Becomes(Exception error, int code, string beginning)
    {
        errors.GetStringBuilder().Clear();
        Assert.Equal(code, Guarded.Run(() => throw error, errors, CancellationToken.None));
        var line = Assert.Single(errors.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith(beginning, line, StringComparison.Ordinal);
    }
}
