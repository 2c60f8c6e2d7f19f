// The crisis view on its own page. What is written waits in memory until the server has it.
document.documentElement.classList.add("has-crisis-script");
