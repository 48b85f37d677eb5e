namespace Lucarne.Learning.Recipes;

/// <summary>A recipe that cannot be used; the message is one sentence naming the file, the line, the key, what was found and
/// what was expected.</summary>
public sealed class RecipeException : Exception
{
    /// <summary>Makes the error with the sentence a person will read.</summary>
    public RecipeException(string message) : base(message)
    {
    }

    /// <summary>Makes the error with the sentence a person will read and what lay underneath.</summary>
    public RecipeException(string message, Exception inner) : base(message, inner)
    {
    }
}
